import type { ScoreAnswer } from '#lib/contracts/scores.ts'
import { CONTRACT_KINDS, type FeedbackContract } from '#lib/domain/artefacts/task.ts'
import type { Actor } from '#lib/domain/capabilities.ts'
import { contractOf, feedbackStep, PARTS, type Part, partOf, roundToStep } from '#lib/domain/feedback.ts'
import { seesAnswers } from '#lib/services/environments/feedback-quota.ts'
import type { ScoredTask } from '#lib/services/environments/scored-version.ts'
import { standardErrorOf, type TrialRow, toScoreAnswer } from '#lib/services/environments/trial-view.ts'

/** A stored score with the terms under which it was asked for; rows of an older time were all about reward rows. */
export type AskedTrial = TrialRow & { part: string | null; contract: string | null }

const kindOf = (word: string | null): FeedbackContract['kind'] | null =>
  CONTRACT_KINDS.find((kind) => kind === word) ?? null
const partWord = (word: string | null): Part => PARTS.find((part) => part === word) ?? 'reward'

/**
 * What this reader may know of a score: all of it where they see the answers anyway, else what the contract tells, in
 * whole steps. Rights are those of the reader now, so that nobody reads later what they could not ask for.
 */
export function tellAnswer(row: AskedTrial, actor: Actor, task: ScoredTask): ScoreAnswer {
  const asked = kindOf(row.contract)
  const answer = {
    ...toScoreAnswer(row),
    part: partWord(row.part),
    contract: asked,
    step: null,
    remaining: null,
  }
  if (seesAnswers(actor)) return answer
  const { kind } = contractOf(task)
  const nothing = { ...answer, contract: kind, score: null, tier: null }
  const isTold = kind === 'validation-score' || kind === 'held-out-score'
  if (!isTold || answer.score === null || partOf({ kind }) !== answer.part) return nothing
  const step = feedbackStep(task, standardErrorOf(row.result))
  const tier = answer.part === 'reward' ? answer.tier : null
  return { ...answer, contract: kind, score: roundToStep(answer.score, step), tier, step }
}
