import { z } from 'zod'
import {
  REVIEW_CRITERIA,
  REVIEW_MARKS,
  type ReviewCriterionId,
  type ReviewMark,
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

export const isEmptyDraft = ({ marks, note }: Draft): boolean =>
  note.trim() === '' && REVIEW_CRITERIA.every((id) => marks[id].mark === 'not-checked')

export const withMark = (draft: Draft, id: ReviewCriterionId, value: MarkedCriterion): Draft => ({
  ...draft,
  marks: { ...draft.marks, [id]: value },
})

/** One key walks through the marks: open, good, minor, bad, open again. */
export const nextMark = (mark: ReviewMark): ReviewMark =>
  REVIEW_MARKS[(REVIEW_MARKS.indexOf(mark) + 1) % REVIEW_MARKS.length] ?? 'not-checked'
