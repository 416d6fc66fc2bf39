import type { AssignedModel, RoleAssignment } from '#components/models/assignment.ts'
import { aboutUsd, usd } from '#components/models/usd.ts'
import type { RunForecast } from '#lib/contracts/runs.ts'
import { costMicroUsd } from '#lib/domain/model-cost.ts'

const answerMicroUsd = ({ player, outputMicroUsd }: AssignedModel): number =>
  costMicroUsd({ inputTokens: 0, outputTokens: player.maxOutputTokens }, { inputMicroUsd: 0, outputMicroUsd })

/**
 * What one candidate holds when no answer needs a correction: one answer of each model at its full length. Requests
 * are held in full before they are sent, so that under a lower cap no candidate is sure to get through.
 */
export const leastMicroUsd = (models: readonly AssignedModel[]): number =>
  models.reduce((sum, one) => sum + answerMicroUsd(one), 0)

/** Why the run may not start with this role assignment and cap; null when it may. */
export function launchBlock(assignment: RoleAssignment, forecast: RunForecast | null): string | null {
  if (assignment.kind === 'incomplete') return assignment.reason
  const { models, cap } = assignment
  if (models.length === 0) return null
  if (cap.kind === 'empty') return 'Set a cap: the most that this run may cost.'
  if (cap.kind === 'wrong') return 'The cap is written like 5 or 0.25, in USD.'
  if (cap.micro === 0) return 'The cap is more than 0; a run of models with price 0 spends nothing of it.'
  const least = leastMicroUsd(models)
  if (least > cap.micro)
    return `One candidate needs more than the cap: ${usd(least)} for one answer of each model at full length, before any correction. Raise the cap, or lower the longest answer.`
  const estimate = forecast?.estimate
  if (estimate?.kind === 'history' && estimate.perCandidate.costMicroUsd.p50 > cap.micro)
    return `One candidate costs more than the cap: half of them cost ${aboutUsd(estimate.perCandidate.costMicroUsd.p50)} or more.`
  return connectionBlock(models)
}

function connectionBlock(models: readonly AssignedModel[]): string | null {
  for (const { connection, ...model } of models) {
    if (connection.capMicroUsd === null) continue
    const left = connection.capMicroUsd - connection.spentMicroUsd - connection.reservedMicroUsd
    if (answerMicroUsd({ connection, ...model }) > left)
      return `${connection.name} has ${usd(Math.max(0, left))} left under its own cap, less than one answer may cost.`
  }
  return null
}

/** What to expect at the cap, though the run may start; null where the cap is above what it may come to. */
export function capWarning(
  assignment: RoleAssignment,
  candidates: number,
  forecast: RunForecast | null,
): string | null {
  if (assignment.kind === 'incomplete' || assignment.cap.kind !== 'amount' || assignment.models.length === 0)
    return null
  const { micro } = assignment.cap
  if (forecast?.estimate.kind === 'history') {
    const { run, perCandidate } = forecast.estimate
    if (run.costMicroUsd.p50 > micro)
      return `Expect it to stop at the cap, after about ${Math.floor(micro / perCandidate.costMicroUsd.p50)} of ${candidates} candidates.`
    return run.costMicroUsd.p90 > micro ? 'One run in ten of this kind would stop at this cap.' : null
  }
  const most = (forecast?.mostPerCandidate.outputMicroUsd ?? 0) * candidates
  return most > micro
    ? 'It can reach the cap: nothing is spent above it, and finished candidates stay.'
    : null
}
