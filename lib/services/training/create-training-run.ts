import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '#lib/db/client.ts'
import { type Actor, personOf } from '#lib/domain/capabilities.ts'
import { AppError } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { Data, Line } from '#lib/domain/text.ts'
import { REWARD_TABLES, TRAINING_SOURCES } from '#lib/domain/training.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { chargeIngest } from '#lib/services/training/charge-ingest.ts'
import { Key, Params, storeParams, storeTags, Tags } from '#lib/services/training/store-config.ts'

const Input = z.strictObject({
  /** Name; made when it is new. */
  experiment: Data.min(1).max(500),
  name: Key,
  source: z.enum(TRAINING_SOURCES),
  startedAt: z.date().nullable().default(null),
  /** As the client named its user; not an account. */
  userName: Line.max(250).default(''),
  params: Params.default({}),
  tags: Tags.default({}),
  packId: z.uuid().nullable().default(null),
  rewardTable: z.enum(REWARD_TABLES).nullable().default(null),
  smokeRunId: z.uuid().nullable().default(null),
  importId: z.uuid().nullable().default(null),
})
type Run = z.output<typeof Input>

export async function experimentOf(tx: Tx, name: string, createdBy: string): Promise<number> {
  await tx.trainingExperiment.createMany({ data: [{ name, createdBy }], skipDuplicates: true })
  const row = await tx.trainingExperiment.findUnique({ where: { name }, select: { id: true } })
  if (row === null) throw new AppError('internal', `The experiment ${name} vanished.`)
  return row.id
}

/** Work that a worker does for a person is that person's. */
async function ownerOf(tx: Tx, actor: Actor, { importId, smokeRunId }: Run): Promise<string> {
  if (actor.kind !== 'system') return personOf(actor)
  const upload =
    importId && (await tx.importUpload.findUnique({ where: { id: importId }, select: { uploadedBy: true } }))
  const smoke =
    smokeRunId && (await tx.smokeRun.findUnique({ where: { id: smokeRunId }, select: { createdBy: true } }))
  return (upload || null)?.uploadedBy ?? (smoke || null)?.createdBy ?? personOf(actor)
}

/**
 * Starts a training run, and its experiment when it is the first. The tags `sandmle.pack` and `sandmle.reward_table`
 * link it as `packId` and `rewardTable` do. A file that is read again finds the run that it made before.
 */
export async function createTrainingRun({
  ctx,
  input: raw,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
}): Promise<{ id: string }> {
  requireCapability(ctx, 'training.log')
  const input = parseInput(Input, raw)
  return inTransaction(ctx, async (tx) => {
    const createdBy = await ownerOf(tx, ctx.actor, input)
    const experimentId = await experimentOf(tx, input.experiment, createdBy)
    const { experiment, params, tags, ...data } = input
    if (input.importId) {
      const where = { importId: input.importId, experimentId, name: input.name }
      const made = await tx.trainingRun.findFirst({ where, select: { id: true } })
      if (made) return made
    }
    const id = randomUUID()
    await tx.trainingRun.create({ data: { ...data, id, experimentId, createdBy }, select: { id: true } })
    await storeParams(tx, id, params)
    await storeTags(tx, id, tags)
    const detail = { experiment, name: input.name, source: input.source }
    await recordAudit(tx, ctx.actor, {
      verb: 'training.create',
      entity: 'training-run',
      entityId: id,
      detail,
    })
    await chargeIngest(tx, ctx.actor, { points: 0, bytes: 0, requests: 1 })
    return { id }
  })
}
