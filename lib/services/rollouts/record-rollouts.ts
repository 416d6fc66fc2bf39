import { z } from 'zod'
import { type RecordedRollouts, RecordRolloutsInput, ROLLOUTS_A_CALL } from '#lib/contracts/rollouts.ts'
import type { Tx } from '#lib/db/client.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { keepRolloutEvidence } from '#lib/services/rollouts/keep-rollout-evidence.ts'
import { versionsOfRollouts } from '#lib/services/rollouts/versions-of-rollouts.ts'
import { chargeIngest, requireQuota } from '#lib/services/training/charge-ingest.ts'
import { type Settled, settleRollout } from '#lib/training/settle-rollout.ts'
import { noneRight, type ReadRollout, readRollouts, settleEach } from '#lib/training/settle-rollouts.ts'

/** A record as it is stored, without its program, trajectory and output. */
const RECORD_BYTES = 400
/** The call without its records: each of them is read by itself. */
const Input = RecordRolloutsInput.extend({
  rollouts: z.array(z.unknown()).min(1).max(ROLLOUTS_A_CALL),
})

/** Refuses who may not log, or whose token has no room left today: before anybody reads the rollouts. */
export async function admitRollouts({ ctx }: { ctx: ServiceContext }): Promise<void> {
  requireCapability(ctx, 'training.log')
  await requireQuota(ctx.db, ctx.actor, { points: 0, bytes: RECORD_BYTES, requests: 1 })
}

/**
 * Stores what a learner did. A record whose name the run has already is not stored again, and refused where it
 * says something else. Tier, reward and parts are
 * computed where absent; a record that contradicts them, or that cannot be read, is named with its place and costs no
 * other. Throws `invalid` where no record is right, and `limit` where the token has no room left today.
 */
export async function recordRollouts({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
}): Promise<RecordedRollouts> {
  requireCapability(ctx, 'training.log')
  const { runId, rollouts } = parseInput(Input, input)
  const run = await ctx.db.trainingRun.findUnique({
    where: { id: runId },
    select: { packId: true, rewardTable: true },
  })
  if (run === null) throw notFound('training run', runId)
  const table = run.rewardTable
  const { read, refused: unread } = readRollouts(rollouts)
  const records = read.map(({ record }) => record)
  const versionOf = await versionsOfRollouts(ctx.db, run.packId, records)
  const known = await storedOf(ctx.db, runId, read)
  const settleOne = (record: ReadRollout['record']) => {
    const version = versionOf(record)
    return { record, version, ...settleRollout(record, { table, version }) }
  }
  const { settled, refused: contradicting } = settleEach(read, settleOne, known)
  const refused = [...unread, ...contradicting].sort((a, b) => a.at - b.at)
  if (refused.length === rollouts.length) throw noneRight(refused)
  const { kept, blobs, bytes, store } = keepRolloutEvidence(
    ctx.blobs,
    settled.map(({ record }) => record),
  )
  const charge = { points: 0, bytes: RECORD_BYTES * settled.length + bytes, requests: 1 }
  // Before a file is written: what has no room leaves none.
  await requireQuota(ctx.db, ctx.actor, charge)
  await store()
  const stored = await inTransaction(ctx, async (tx) => {
    await tx.blob.createMany({ data: blobs, skipDuplicates: true })
    const { count } = await tx.rollout.createMany({
      data: settled.map((one, at) => ({ ...rowOf(one), runId, ...kept[at] })),
      skipDuplicates: true,
    })
    if (count > 0)
      await recordAudit(tx, ctx.actor, {
        verb: 'training.record-rollouts',
        entity: 'training-run',
        entityId: runId,
        detail: { stored: count },
      })
    await chargeIngest(tx, ctx.actor, charge)
    return count
  })
  const places = new Set(refused.map(({ at }) => at))
  const unknown = read.filter(({ at, record }) => !places.has(at) && versionOf(record) === null)
  return {
    stored,
    repeated: rollouts.length - refused.length - stored,
    refused,
    unknownEnvironments: new Set(unknown.map(({ record }) => record.environment)).size,
  }
}

type SettledRollout = Settled & { record: ReadRollout['record']; version: { id: string } | null }

const rowOf = ({ record, version, tier, reward, parts }: SettledRollout) => ({
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
})

const SAID = {
  step: true,
  split: true,
  environment: true,
  outcome: true,
  score: true,
  tier: true,
  reward: true,
} as const

/** What the run has already under the names of these records. */
async function storedOf(tx: Tx, runId: string, read: readonly ReadRollout[]) {
  const rows = await tx.rollout.findMany({
    where: { runId, externalId: { in: read.map(({ record }) => record.id) } },
    select: { externalId: true, groupKey: true, ...SAID },
  })
  return new Map(rows.map(({ externalId, groupKey, ...said }) => [externalId, { ...said, group: groupKey }]))
}
