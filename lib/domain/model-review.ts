import { REVIEW_CRITERIA, type ReviewCriterionId } from '#lib/domain/review-policy.ts'

/** A reading of a version by a model: waiting, at work, done, or given up (`error` says why). */
export const MODEL_REVIEW_STATUSES = ['queued', 'running', 'finished', 'failed'] as const
export type ModelReviewStatus = (typeof MODEL_REVIEW_STATUSES)[number]

/** What a person says of a model's finding. */
export const JUDGEMENTS = ['confirmed', 'refuted'] as const
export type Judgement = (typeof JUDGEMENTS)[number]

/** Judged findings from which a criterion can lose its weight, and the share of confirmed ones below which it does. */
export const ADVISORY_FROM = 10
export const ADVISORY_BELOW = 0.5

export type Precision = {
  criterion: ReviewCriterionId
  model: string
  confirmed: number
  judged: number
  /** Findings that nobody has judged yet. */
  open: number
  /** The model is wrong more often than right here: people need not answer these findings. */
  advisory: boolean
}

type Counted = { criterion: ReviewCriterionId; model: string; verdict: Judgement | null }

/** How often people confirmed what a model found, by model and criterion; sorted by both. */
export function precisionOf(findings: readonly Counted[]): Precision[] {
  const rows = new Map<string, Precision>()
  for (const { criterion, model, verdict } of findings) {
    const key = JSON.stringify([model, criterion])
    const known = rows.get(key) ?? { criterion, model, confirmed: 0, judged: 0, open: 0, advisory: false }
    const confirmed = known.confirmed + (verdict === 'confirmed' ? 1 : 0)
    const judged = known.judged + (verdict === null ? 0 : 1)
    rows.set(key, {
      ...known,
      confirmed,
      judged,
      open: known.open + (verdict === null ? 1 : 0),
      advisory: judged >= ADVISORY_FROM && confirmed / judged < ADVISORY_BELOW,
    })
  }
  const place = ({ criterion }: Precision) => REVIEW_CRITERIA.indexOf(criterion)
  return [...rows.values()].sort((a, b) => a.model.localeCompare(b.model) || place(a) - place(b))
}
