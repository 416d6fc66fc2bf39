import { randomInt } from 'node:crypto'
import { type RunView, StartRunInput } from '#lib/contracts/runs.ts'
import type { Tx } from '#lib/db/client.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { conflict, invalid, precondition } from '#lib/domain/errors.ts'
import { modelRoles } from '#lib/domain/player.ts'
import { RunRequest } from '#lib/domain/run.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import {
  inTransaction,
  isUniqueViolation,
  requireCapability,
  type ServiceContext,
} from '#lib/services/context.ts'
import { appendEvent } from '#lib/services/runs/append-event.ts'
import { choosePlayers } from '#lib/services/runs/choose-players.ts'
import { RUN_SELECT, toRunView } from '#lib/services/runs/run-view.ts'

const MAX_RUN_SEED = 2 ** 31 - 1
/** As many as a run's request can name. */
const MAX_SEEDS = 200

/**
 * Starts a generation run: the run, its candidates (seeds in turn) and their jobs in one transaction. A second call
 * with the same idempotency key answers with the run of the first.
 */
export async function startRun({
  ctx,
  input: raw,
}: {
  ctx: ServiceContext
  input: unknown
}): Promise<RunView> {
  requireCapability(ctx, 'run.start')
  const input = StartRunInput.parse(raw)
  try {
    return await inTransaction(ctx, async (tx) => {
      const twin = await findByKey(tx, input.idempotencyKey, personOf(ctx.actor))
      return twin ?? (await insert(ctx, tx, input))
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const twin = await findByKey(ctx.db, input.idempotencyKey, personOf(ctx.actor))
    if (twin === null) throw error
    return twin
  }
}

async function findByKey(tx: Tx, idempotencyKey: string, person: string): Promise<RunView | null> {
  const row = await tx.run.findUnique({ where: { idempotencyKey }, select: RUN_SELECT })
  if (row === null) return null
  if (row.createdBy !== person) throw conflict('This idempotency key belongs to a run of somebody else.')
  return toRunView(tx, row)
}

async function insert(
  ctx: ServiceContext,
  tx: Tx,
  input: ReturnType<typeof StartRunInput.parse>,
): Promise<RunView> {
  const seedIds = await resolveSeeds(tx, input.seeds)
  const request = RunRequest.parse({
    v: 1,
    seedIds,
    candidates: input.candidates,
    certificate: input.certificate,
    runSeed: input.runSeed ?? randomInt(MAX_RUN_SEED),
    ...(await choosePlayers(tx, input)),
    submitForReview: input.submitForReview,
    holdAfter: input.holdAfter,
  })
  const name =
    input.name ?? `${input.candidates} from ${seedIds.length === 1 ? 'one seed' : `${seedIds.length} seeds`}`
  const run = await tx.run.create({
    data: { name, request, idempotencyKey: input.idempotencyKey, createdBy: personOf(ctx.actor) },
    select: RUN_SELECT,
  })
  const candidates = await tx.candidate.createManyAndReturn({
    data: Array.from({ length: input.candidates }, (_, ordinal) => ({
      runId: run.id,
      ordinal,
      seedId: seedIds[ordinal % seedIds.length] ?? '',
    })),
    select: { id: true },
  })
  await appendEvent(tx, {
    runId: run.id,
    type: 'run.queued',
    level: 'info',
    message: `Run queued with ${input.candidates} candidates.`,
  })
  for (const { id } of candidates) await ctx.queue.enqueue(tx, { queue: 'candidate.advance', id })
  const { certificate, capMicroUsd, players } = request
  const models = modelRoles(players).length
  const detail = { candidates: input.candidates, seeds: seedIds.length, certificate, models, capMicroUsd }
  await recordAudit(tx, ctx.actor, { verb: 'run.start', entity: 'run', entityId: run.id, detail })
  return toRunView(tx, run)
}

/** Ids or slugs to ids, in the order given; none named means the whole library. */
async function resolveSeeds(tx: Tx, named: readonly string[]): Promise<string[]> {
  if (named.length === 0) {
    const rows = await tx.seed.findMany({
      select: { id: true },
      orderBy: { slug: 'asc' },
      take: MAX_SEEDS + 1,
    })
    if (rows.length === 0)
      throw precondition('There is no seed task yet. Upload one, or import the bundled seeds.')
    if (rows.length > MAX_SEEDS)
      throw invalid(`The library has more than ${MAX_SEEDS} seeds. Name the ones that the run grows from.`, {
        fields: { seeds: [`at most ${MAX_SEEDS}`] },
      })
    return rows.map((row) => row.id)
  }
  const rows = await tx.seed.findMany({
    select: { id: true, slug: true },
    where: { OR: [{ slug: { in: [...named] } }, { id: { in: named.filter(isUuid) } }] },
  })
  const byName = new Map(
    rows.flatMap(
      (row) =>
        [
          [row.slug, row.id],
          [row.id, row.id],
        ] as const,
    ),
  )
  const unknown = named.filter((name) => !byName.has(name))
  if (unknown.length > 0)
    throw invalid(`No seed ${unknown.join(', ')}.`, { fields: { seeds: [`unknown: ${unknown.join(', ')}`] } })
  return [...new Set(named.map((name) => byName.get(name) ?? ''))]
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
