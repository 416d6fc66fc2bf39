import { type ScoreAnswer, TrialParams } from '#lib/contracts/environments.ts'
import { auditIdOf, can } from '#lib/domain/capabilities.ts'
import { notFound } from '#lib/domain/errors.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { feedbackOf, tellOnly } from '#lib/services/environments/request-score.ts'
import { TRIAL_SELECT, toScoreAnswer } from '#lib/services/environments/trial-view.ts'

/** A score that was asked for earlier: one's own, or any for who sees the judge view. */
export async function getTrial({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: unknown
}): Promise<ScoreAnswer> {
  requireCapability(ctx, 'environment.read')
  const { id } = TrialParams.parse(input)
  const row = await ctx.db.trial.findUnique({ where: { id }, select: { ...TRIAL_SELECT, versionId: true } })
  const own = row?.requestedBy === auditIdOf(ctx.actor)
  if (row === null || (!own && !can(ctx.actor, 'environment.read-judge'))) throw notFound('trial', id)
  return tellOnly(toScoreAnswer(row), ctx.actor, await feedbackOf(ctx.db, row.versionId))
}
