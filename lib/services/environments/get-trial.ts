import type { z } from 'zod'
import { type ScoreAnswer, TrialParams } from '#lib/contracts/scores.ts'
import { auditIdOf, can } from '#lib/domain/capabilities.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { loadScoredVersion } from '#lib/services/environments/scored-version.ts'
import { tellAnswer } from '#lib/services/environments/tell-answer.ts'
import { TRIAL_SELECT } from '#lib/services/environments/trial-view.ts'

/** A score that was asked for earlier: one's own, or any for who sees the judge view. */
export async function getTrial({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof TrialParams>
}): Promise<ScoreAnswer> {
  requireCapability(ctx, 'environment.read')
  const { id } = parseInput(TrialParams, input)
  const select = { ...TRIAL_SELECT, part: true, contract: true, versionId: true } as const
  const row = await ctx.db.trial.findUnique({ where: { id }, select })
  const own = row?.requestedBy === auditIdOf(ctx.actor)
  if (row === null || (!own && !can(ctx.actor, 'environment.read-judge'))) throw notFound('trial', id)
  const { task } = await loadScoredVersion(ctx.db, row.versionId)
  return tellAnswer(row, ctx.actor, task)
}
