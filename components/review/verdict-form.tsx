'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { usePerson } from '#components/data/person.tsx'
import { useAction } from '#components/data/use-action.ts'
import { useKeys } from '#components/frame/use-keys.ts'
import { CriterionField } from '#components/review/criterion-field.tsx'
import { draftObjection, isEmptyDraft, nextMark, withMark } from '#components/review/draft.ts'
import { KeysWait } from '#components/review/keys-wait.tsx'
import { rememberVerdict, returnTo, useReturning } from '#components/review/last-verdict.ts'
import { leave } from '#components/review/trail.ts'
import { useDraft } from '#components/review/use-draft.ts'
import { usePermissionNow } from '#components/review/use-permission-now.ts'
import { useTimeInSight } from '#components/review/use-time-in-sight.ts'
import { Button } from '#components/ui/button.tsx'
import { TextAreaField } from '#components/ui/field.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import {
  REVIEWS,
  type ReviewItem,
  type ReviewSubmitted,
  type SubmitReviewInput,
} from '#lib/contracts/reviews.ts'
import { REVIEW_CRITERIA, type ReviewVerdict } from '#lib/domain/review-policy.ts'

export type VerdictFormProps = {
  item: ReviewItem['item']
  submit: Action<SubmitReviewInput, z.infer<typeof ReviewSubmitted>>
  /** Address of the next item, or of the queue. */
  next: string
}

const SENDING = 'your verdict is being sent.'
const SENT = 'your verdict is in, and the next page is on its way.'
const UNCHOSEN = 'Choose first: Esc, then a to approve or x to request changes.'

/** One mark a criterion, a note, and the verdict. Nothing is shown as done before the server stored it. */
export function VerdictForm({ item, submit, next }: VerdictFormProps) {
  const router = useRouter()
  const queries = useQueryClient()
  const note = useRef<HTMLTextAreaElement>(null)
  const { draft, save, key } = useDraft(item.versionId, item.contentHash)
  const person = usePerson()
  const timeInSight = useTimeInSight()
  const [tried, setTried] = useState<ReviewVerdict | null>(null)
  const [isUnchosen, setUnchosen] = useState(false)
  const [isRefused, setRefused] = useState(false)
  const [isSent, setSent] = useState(false)
  // Recomputed with every mark and letter, so that the reason disappears when it no longer holds.
  const missing = tried === null ? (isUnchosen ? UNCHOSEN : null) : draftObjection(draft, tried)
  const { run, pending, result } = useAction(submit, ({ verdict }) => {
    const { versionId, title } = item
    rememberVerdict({ person, versionId, title, verdict, draft: { key, text: JSON.stringify(draft) } })
    save(null)
    setSent(true)
    // The next page may take a while: the emptied form misses nothing.
    setTried(null)
    setUnchosen(false)
    leave(person, item.versionId)
    void queries.invalidateQueries({ queryKey: keyOf(REVIEWS.queue) })
    router.push(next)
    router.refresh()
  })
  function decide(verdict: ReviewVerdict) {
    const objection = draftObjection(draft, verdict)
    setTried(verdict)
    if (objection !== null) {
      if (verdict === 'request-changes') note.current?.focus()
      return
    }
    const criteria = REVIEW_CRITERIA.map((criterion) => ({ criterion, ...draft.marks[criterion] }))
    const text = draft.note.trim()
    const { versionId, contentHash } = item
    run({ versionId, contentHash, verdict, criteria, note: text, activeMs: timeInSight() })
  }
  /** In the note, as in a pull request: Ctrl Enter sends what was chosen by `a` or `x`, Esc gives the keys back. */
  function onNoteKey(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.key === 'Escape') event.currentTarget.blur()
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return
    event.preventDefault()
    if (tried === null) setUnchosen(true)
    else whenAllowed(() => decide(tried))
  }
  const can = usePermissionNow(item)
  const why = can.allowed ? null : can.reason
  const whenAllowed = (act: () => void) => {
    setRefused(!can.allowed)
    if (can.allowed) act()
  }
  const isBack = useReturning() === item.versionId && can.allowed
  useEffect(() => {
    if (!isBack) return
    returnTo(null)
    setSent(false)
  }, [isBack])
  // Between the verdict and the next page, keys are told and change nothing: the form on screen is done with.
  const wait = pending ? SENDING : isSent ? SENT : null
  const isOff = why !== null || wait !== null
  const markKeys = REVIEW_CRITERIA.map((id, at) => [
    String(at + 1),
    () =>
      whenAllowed(() =>
        save(withMark(draft, id, { ...draft.marks[id], mark: nextMark(draft.marks[id].mark) })),
      ),
  ])
  const formKeys = {
    ...Object.fromEntries(markKeys),
    a: () => whenAllowed(() => decide('approve')),
    x: () => whenAllowed(() => decide('request-changes')),
    c: () => note.current?.focus(),
  }
  useKeys(wait === null ? formKeys : {})
  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => event.preventDefault()}>
      {REVIEW_CRITERIA.map((criterion, at) => (
        <CriterionField
          key={criterion}
          criterion={criterion}
          shortcut={String(at + 1)}
          value={draft.marks[criterion]}
          disabled={isOff}
          onChange={(value) => save(withMark(draft, criterion, value))}
        />
      ))}
      <TextAreaField
        ref={note}
        label="Note to the author"
        name="note"
        rows={4}
        maxLength={4000}
        disabled={isOff}
        value={draft.note}
        onChange={(event) => save({ ...draft, note: event.target.value })}
        onKeyDown={onNoteKey}
        aria-invalid={missing !== null && tried === 'request-changes'}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        {...(isEmptyDraft(draft) ? {} : { hint: 'A draft: kept in this browser until your verdict is in.' })}
      />
      <div className="sticky bottom-0 -mx-3 -mb-3 flex flex-wrap gap-2 border-t border-line bg-raised p-3">
        {/* Where the hand is: the reason appears in the bar itself, never under it. */}
        <div className="w-full empty:hidden">
          <ActionError result={result} />
          {wait === null ? null : <KeysWait why={wait} />}
          {why ? (
            <p
              key={String(isRefused)}
              role={isRefused ? 'alert' : undefined}
              className={isRefused ? 'text-xs text-bad-text' : 'text-xs text-muted'}
            >
              {why}
            </p>
          ) : null}
          {missing ? (
            <p role="alert" className="text-xs text-bad-text">
              {missing}
            </p>
          ) : null}
        </div>
        <Button
          tone="primary"
          disabled={wait !== null}
          disabledReason={why}
          onClick={() => decide('approve')}
        >
          Approve <Kbd>a</Kbd>
        </Button>
        <Button disabled={wait !== null} disabledReason={why} onClick={() => decide('request-changes')}>
          Request changes <Kbd>x</Kbd>
        </Button>
      </div>
    </form>
  )
}
