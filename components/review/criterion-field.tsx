import { CRITERION_WORDS, MARK_WORDS } from '#components/review/criteria.ts'
import type { MarkedCriterion } from '#components/review/draft.ts'
import { Kbd } from '#components/ui/kbd.tsx'
import { REVIEW_MARKS, type ReviewCriterionId } from '#lib/domain/review-policy.ts'

type CriterionFieldProps = {
  criterion: ReviewCriterionId
  /** The key that walks through the marks of this criterion. */
  shortcut: string
  value: MarkedCriterion
  disabled: boolean
  onChange: (value: MarkedCriterion) => void
}

/** What to look at, one of four marks, and evidence where something is wrong. */
export function CriterionField({ criterion, shortcut, value, disabled, onChange }: CriterionFieldProps) {
  const words = CRITERION_WORDS[criterion]
  return (
    <fieldset disabled={disabled} className="min-w-0">
      <legend className="flex w-full items-center justify-between text-xs font-medium">
        {words.title}
        <span aria-hidden className="max-md:hidden">
          <Kbd>{shortcut}</Kbd>
        </span>
      </legend>
      <p className="pb-1 text-xs text-muted">{words.asks}</p>
      <div className="grid grid-cols-4 overflow-hidden rounded-md border border-edge">
        {REVIEW_MARKS.map((mark) => (
          <label
            key={mark}
            className="relative flex h-7 cursor-pointer items-center justify-center border-l border-line text-xs first:border-l-0 has-checked:bg-sand-soft has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name={criterion}
              value={mark}
              checked={value.mark === mark}
              onChange={() => onChange({ ...value, mark })}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            {MARK_WORDS[mark]}
          </label>
        ))}
      </div>
      {value.mark === 'minor' || value.mark === 'bad' ? (
        <input
          aria-label={`Evidence for ${words.title}`}
          placeholder="File and line, row and column, or what you saw"
          maxLength={2000}
          value={value.evidence}
          onKeyDown={(event) => (event.key === 'Escape' ? event.currentTarget.blur() : undefined)}
          onChange={(event) => onChange({ ...value, evidence: event.target.value })}
          className="mt-1 h-8 w-full rounded-md border border-edge bg-raised px-2 text-sm placeholder:text-muted"
        />
      ) : null}
    </fieldset>
  )
}
