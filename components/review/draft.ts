import { z } from 'zod'
import type { ReviewView } from '#lib/contracts/review-view.ts'
import {
  approvalObjection,
  REVIEW_CRITERIA,
  REVIEW_MARKS,
  type ReviewCriterionId,
  type ReviewMark,
  type ReviewVerdict,
} from '#lib/domain/review-policy.ts'

const Marked = z.object({ mark: z.enum(REVIEW_MARKS), evidence: z.string() })
const Draft = z.object({ marks: z.record(z.enum(REVIEW_CRITERIA), Marked), note: z.string() })
/** A verdict on its way: marks with evidence, and the note. */
export type Draft = z.infer<typeof Draft>
export type MarkedCriterion = z.infer<typeof Marked>

const open: MarkedCriterion = { mark: 'not-checked', evidence: '' }
export const EMPTY_DRAFT: Draft = {
  marks: { statement: open, data: open, evaluator: open, difficulty: open, leaks: open, realism: open },
  note: '',
}

/** What the browser kept, or an empty draft: an older form of it is dropped rather than guessed at. */
export function readDraft(text: string | null): Draft {
  if (text === null) return EMPTY_DRAFT
  try {
    const parsed = Draft.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : EMPTY_DRAFT
  } catch {
    return EMPTY_DRAFT
  }
}

/** A verdict that was taken back, as the draft that it came from. */
export const draftOf = ({ criteria, note }: Pick<ReviewView, 'criteria' | 'note'>): Draft =>
  criteria.reduce((draft, { criterion, mark, evidence }) => withMark(draft, criterion, { mark, evidence }), {
    ...EMPTY_DRAFT,
    note,
  })

export const isEmptyDraft = ({ marks, note }: Draft): boolean =>
  note.trim() === '' && REVIEW_CRITERIA.every((id) => marks[id].mark === 'not-checked')

/** Why a verdict cannot go out with this draft, or null. */
export function draftObjection(draft: Draft, verdict: ReviewVerdict): string | null {
  if (verdict === 'approve')
    return approvalObjection(
      REVIEW_CRITERIA.map((criterion) => ({ criterion, mark: draft.marks[criterion].mark })),
    )
  return draft.note.trim() === '' ? 'Say what must change, so that the author can act on it.' : null
}

export const withMark = (draft: Draft, id: ReviewCriterionId, value: MarkedCriterion): Draft => ({
  ...draft,
  marks: { ...draft.marks, [id]: value },
})

/** One key walks through the marks: open, good, minor, bad, open again. */
export const nextMark = (mark: ReviewMark): ReviewMark =>
  REVIEW_MARKS[(REVIEW_MARKS.indexOf(mark) + 1) % REVIEW_MARKS.length] ?? 'not-checked'
