import { type RecordedRollouts, RecordRolloutsInput } from '#lib/contracts/rollouts.ts'
import type { Tx } from '#lib/db/client.ts'
import { notFound } from '#lib/domain/errors.ts'
import type { RewardTable } from '#lib/domain/training.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { keepRolloutEvidence } from '#lib/services/rollouts/keep-rollout-evidence.ts'
import { versionsOfRollouts } from '#lib/services/rollouts/versions-of-rollouts.ts'
import { chargeIngest, requireQuota } from '#lib/services/training/charge-ingest.ts'
import { settleRollout } from '#lib/training/settle-rollout.ts'

/** A record as it is stored, without its program, trajectory and output. */
const RECORD_BYTES = 400

/**
 * Stores what a learner did, all of a call or nothing. A record whose name the run has already is not stored again.
 * Tier, reward and parts are computed where absent and refused where they contradict; the message names the record.
 * Throws `limit` where the token has no room left today.
 */
export async function recordRollouts({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: unknown
}): Promise<RecordedRollouts> {
  requireCapability(ctx, 'training.log')
  const { runId, rollouts } = RecordRolloutsInput.parse(input)
  const run = await ctx.db.trainingRun.findUnique({
    where: { id: runId },
    select: { packId: true, rewardTable: true },
  })
  if (run === null) throw notFound('training run', runId)
  const table = run.rewardTable as RewardTable | null
  const fresh = await withoutStored(ctx.db, runId, rollouts)
  const versionOf = await versionsOfRollouts(ctx.db, run.packId, rollouts)
  const settled = fresh.map((record) => {
    const version = versionOf(record)
    return { record, version, ...settleRollout(record, { table, version }) }
  })
  await requireQuota(ctx.db, ctx.actor, { points: 0, bytes: RECORD_BYTES * fresh.length, requests: 1 })
  const { kept, blobs } = await keepRolloutEvidence(ctx.blobs, fresh)
  const outputs = kept.reduce((sum, { output }) => sum + Buffer.byteLength(output ?? ''), 0)
  const files = blobs.reduce((sum, blob) => sum + Number(blob.bytes), 0)
  const stored = await inTransaction(ctx, async (tx) => {
    await tx.blob.createMany({ data: blobs, skipDuplicates: true })
    const { count } = await tx.rollout.createMany({
      data: settled.map(({ record, version, tier, reward, parts }, at) => ({
        runId,
        externalId: record.id,
        step: record.step,
        groupKey: record.group,
        split: record.split,
        environment: record.environment,
        versionId: version?.id ?? null,
        outcome: record.outcome,
        tier,
        score: record.score,
        reward,
        parts,
        tokens: record.tokens ?? null,
        turns: record.turns ?? null,
        durationMs: record.durationMs ?? null,
        ...kept[at],
      })),
      skipDuplicates: true,
    })
    if (count > 0)
      await recordAudit(tx, ctx.actor, {
        verb: 'training.record-rollouts',
        entity: 'training-run',
        entityId: runId,
        detail: { stored: count },
      })
    const bytes = RECORD_BYTES * fresh.length + outputs + files
    await chargeIngest(tx, ctx.actor, { points: 0, bytes, requests: 1 })
    return count
  })
  const unknown = rollouts.filter((record) => versionOf(record) === null)
  return {
    stored,
    repeated: rollouts.length - stored,
    unknownEnvironments: new Set(unknown.map(({ environment }) => environment)).size,
  }
}

/** The records whose names the run does not have yet, each name once. */
async function withoutStored<T extends { id: string }>(
  tx: Tx,
  runId: string,
  records: readonly T[],
): Promise<T[]> {
  const names = records.map(({ id }) => id)
  const rows = await tx.rollout.findMany({
    where: { runId, externalId: { in: names } },
    select: { externalId: true },
  })
  const known = new Set(rows.map(({ externalId }) => externalId))
  return records.filter(({ id }) => !known.has(id) && known.add(id))
}
