'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { useKeys } from '#components/frame/use-keys.ts'
import { CRITERION_WORDS, MARK_WORDS } from '#components/review/criteria.ts'
import { Button } from '#components/ui/button.tsx'
import { TextAreaField } from '#components/ui/field.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { keys } from '#lib/contracts/api-paths.ts'
import type { ReviewItem, ReviewSubmitted, SubmitReviewInput } from '#lib/contracts/reviews.ts'
import {
  REVIEW_CRITERIA,
  REVIEW_MARKS,
  type ReviewCriterionId,
  type ReviewMark,
} from '#lib/domain/review-policy.ts'

export type VerdictFormProps = {
  item: ReviewItem['item']
  submit: Action<SubmitReviewInput, z.infer<typeof ReviewSubmitted>>
  /** Address of the next item, or of the queue. */
  next: string
  onStep: (step: 1 | -1) => void
}

type Marks = Record<ReviewCriterionId, { mark: ReviewMark; evidence: string }>

const START = Object.fromEntries(
  REVIEW_CRITERIA.map((id) => [id, { mark: 'not-checked', evidence: '' }]),
) as Marks

/** One mark a criterion, a note, and the verdict. Nothing is shown as done before the server stored it. */
export function VerdictForm({ item, submit, next, onStep }: VerdictFormProps) {
  const router = useRouter()
  const queries = useQueryClient()
  const note = useRef<HTMLTextAreaElement>(null)
  const [marks, setMarks] = useState<Marks>(START)
  const [missing, setMissing] = useState<string | null>(null)
  const { run, pending, result } = useAction(submit, () => {
    void queries.invalidateQueries({ queryKey: keys.reviews })
    router.push(next)
    router.refresh()
  })
  function decide(verdict: 'approve' | 'request-changes') {
    const text = note.current?.value.trim() ?? ''
    if (verdict === 'request-changes' && text === '') {
      setMissing('Say what must change, so that the author can act on it.')
      note.current?.focus()
      return
    }
    setMissing(null)
    run({
      versionId: item.versionId,
      contentHash: item.contentHash,
      verdict,
      criteria: REVIEW_CRITERIA.map((criterion) => ({ criterion, ...marks[criterion] })),
      note: text,
    })
  }
  const allowed = item.can.allowed
  useKeys({
    a: () => allowed && decide('approve'),
    x: () => allowed && decide('request-changes'),
    c: () => note.current?.focus(),
    n: () => onStep(1),
    p: () => onStep(-1),
  })
  const why = item.can.allowed ? null : item.can.reason
  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => event.preventDefault()}>
      {REVIEW_CRITERIA.map((criterion) => (
        <CriterionField
          key={criterion}
          criterion={criterion}
          value={marks[criterion]}
          disabled={!allowed}
          onChange={(value) => setMarks((before) => ({ ...before, [criterion]: value }))}
        />
      ))}
      <TextAreaField
        ref={note}
        label="Note to the author"
        name="note"
        rows={4}
        maxLength={4000}
        disabled={!allowed}
        error={missing ?? undefined}
      />
      <ActionError result={result} />
      {why ? <p className="text-xs text-muted">{why}</p> : null}
      <div className="sticky bottom-0 -mx-3 -mb-3 flex flex-wrap gap-2 border-t border-line bg-raised p-3">
        <Button tone="primary" disabled={pending} disabledReason={why} onClick={() => decide('approve')}>
          Approve <Kbd>a</Kbd>
        </Button>
        <Button disabled={pending} disabledReason={why} onClick={() => decide('request-changes')}>
          Request changes <Kbd>x</Kbd>
        </Button>
      </div>
    </form>
  )
}

type CriterionFieldProps = {
  criterion: ReviewCriterionId
  value: Marks[ReviewCriterionId]
  disabled: boolean
  onChange: (value: Marks[ReviewCriterionId]) => void
}

function CriterionField({ criterion, value, disabled, onChange }: CriterionFieldProps) {
  const words = CRITERION_WORDS[criterion]
  return (
    <fieldset disabled={disabled} className="min-w-0">
      <legend className="text-xs font-medium">{words.title}</legend>
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
          onChange={(event) => onChange({ ...value, evidence: event.target.value })}
          className="mt-1 h-8 w-full rounded-md border border-edge bg-raised px-2 text-sm placeholder:text-muted"
        />
      ) : null}
    </fieldset>
  )
}
