import { usageFailure } from '#cli/failure.ts'
import {
  REVIEW_CRITERIA,
  REVIEW_MARKS,
  type ReviewCriterionId,
  type ReviewMark,
} from '#lib/domain/review-policy.ts'

export type Marked = { criterion: ReviewCriterionId; mark: ReviewMark }

const COMMAND = 'sandmle review'

/**
 * `statement=good,data=minor` as marks, `all=good,realism=minor` as a mark for every criterion and those that differ; a word
 * that is neither criterion nor mark is named.
 */
export function readMarks(text: string): Marked[] {
  const parts = text.split(',').filter((part) => part.trim() !== '')
  const marks = new Map<ReviewCriterionId, ReviewMark>()
  for (const part of parts) {
    const [name, word, ...rest] = part.split('=').map((one) => one.trim())
    const criteria = name === 'all' ? REVIEW_CRITERIA : REVIEW_CRITERIA.filter((one) => one === name)
    const mark = REVIEW_MARKS.find((one) => one === word)
    if (criteria.length === 0 || rest.length > 0)
      throw usageFailure(
        `--marks: "${part}" names no criterion (all, ${REVIEW_CRITERIA.join(', ')}).`,
        COMMAND,
      )
    if (mark === undefined)
      throw usageFailure(`--marks: "${part}" gives no mark (${REVIEW_MARKS.join(', ')}).`, COMMAND)
    for (const criterion of criteria) marks.set(criterion, mark)
  }
  return [...marks].map(([criterion, mark]) => ({ criterion, mark }))
}
