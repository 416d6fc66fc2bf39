import type { OpenedRollout } from '#lib/contracts/scores.ts'
import { auditIdOf, personOf } from '#lib/domain/capabilities.ts'
import { AppError } from '#lib/domain/errors.ts'
import { contractOf } from '#lib/domain/feedback.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { lockPerson } from '#lib/services/environments/feedback-quota.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'
import { loadScoredVersion } from '#lib/services/environments/scored-version.ts'

/** Rollouts that one person may open in one environment within a day: more than a trainer needs, too few to mine. */
const MOST_A_DAY = 1000
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Opens a rollout in an environment. A trainer does so and hands its id to the agent, whose gradings are then counted
 * for this rollout. An agent's token cannot, so that no agent grants itself gradings.
 */
export async function openRollout({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: VersionRef
}): Promise<OpenedRollout> {
  requireCapability(ctx, 'training.log')
  const { environmentId, task } = await loadScoredVersion(
    ctx.db,
    await findVersion(ctx.db, parseInput(VersionRef, input)),
  )
  const { gradings } = contractOf(task)
  const personId = personOf(ctx.actor)
  const rollout = await inTransaction(ctx, async (tx) => {
    await lockPerson(tx, ctx.actor)
    const since = new Date((await databaseNow(tx)).getTime() - DAY_MS)
    const opened = await tx.feedbackRollout.count({
      where: { personId, environmentId, createdAt: { gt: since } },
    })
    if (opened >= MOST_A_DAY)
      throw new AppError(
        'limit',
        `${opened} rollouts were opened in this environment within a day, the most there are.`,
        {
          remaining: 0,
        },
      )
    const row = await tx.feedbackRollout.create({
      data: { environmentId, personId, openedBy: auditIdOf(ctx.actor) },
      select: { id: true },
    })
    const entity = { entity: 'environment', entityId: environmentId } as const
    await recordAudit(tx, ctx.actor, {
      verb: 'environment.open-rollout',
      ...entity,
      detail: { rollout: row.id },
    })
    return row.id
  })
  return { rollout, environment: environmentId, gradings }
}
