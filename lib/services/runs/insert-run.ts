import type { z } from 'zod'
import type { RunView, StartRunInput } from '#lib/contracts/runs.ts'
import type { Tx } from '#lib/db/client.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import type { RunControls } from '#lib/domain/controls.ts'
import { conflict } from '#lib/domain/errors.ts'
import type { Likeness } from '#lib/domain/likeness.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { modelRoles } from '#lib/domain/player.ts'
import { RunRequest } from '#lib/domain/run.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, isUniqueViolation, type ServiceContext } from '#lib/services/context.ts'
import { appendEvent } from '#lib/services/runs/append-event.ts'
import { choosePlayers, requireUsable } from '#lib/services/runs/choose-players.ts'
import { choosePrompts } from '#lib/services/runs/choose-prompts.ts'
import { requireLibrary } from '#lib/services/runs/require-library.ts'
import { RUN_SELECT, toRunView } from '#lib/services/runs/run-view.ts'

/** What is chosen again for every run, branch or not. */
type Choice = Omit<
  z.output<typeof StartRunInput>,
  'name' | 'seeds' | 'candidates' | 'perSeed' | 'runSeed' | 'likeness' | 'controls'
>
/** The ground that a run grows from. `places`: the seed of each candidate, in order. */
type Ground = {
  name: string
  seedIds: readonly string[]
  places: readonly string[]
  runSeed: number
  likeness: Likeness
  controls: RunControls
  parentId: string | null
}

async function findByKey(tx: Tx, idempotencyKey: string, person: string): Promise<RunView | null> {
  const row = await tx.run.findUnique({ where: { idempotencyKey }, select: RUN_SELECT })
  if (row === null) return null
  if (row.createdBy !== person) throw conflict('This idempotency key belongs to a run of somebody else.')
  return toRunView(tx, row)
}

/** Runs `insert` in a transaction, or answers with the run that the key made before, even at the same moment. */
export async function onceByKey(
  ctx: ServiceContext,
  key: string,
  insert: (tx: Tx) => Promise<RunView>,
): Promise<RunView> {
  const person = personOf(ctx.actor)
  try {
    return await inTransaction(ctx, async (tx) => (await findByKey(tx, key, person)) ?? insert(tx))
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const known = await findByKey(ctx.db, key, person)
    if (known === null) throw error
    return known
  }
}

/** The run, its candidates and their jobs, all or nothing. @throws precondition where a seed is archived */
export async function insertRun(
  ctx: ServiceContext,
  tx: Tx,
  choice: Choice,
  { name, seedIds, places, runSeed, likeness, controls, parentId }: Ground,
): Promise<RunView> {
  const { certificate, submitForReview, holdAfter, reviewer, idempotencyKey } = choice
  await requireLibrary(tx, seedIds)
  const assignment = await choosePlayers(tx, choice)
  if (reviewer !== null) await requireUsable(tx, 'reviewer', reviewer.player)
  const request = parseInput(RunRequest, {
    v: 1,
    seedIds,
    candidates: places.length,
    certificate,
    runSeed,
    likeness,
    controls,
    ...assignment,
    prompts: await choosePrompts(tx, assignment.players, choice.prompts),
    reviewer,
    submitForReview,
    holdAfter,
  })
  const run = await tx.run.create({
    data: { name, request, idempotencyKey, createdBy: personOf(ctx.actor), parentId },
    select: RUN_SELECT,
  })
  const candidates = await tx.candidate.createManyAndReturn({
    data: places.map((seedId, ordinal) => ({ runId: run.id, ordinal, seedId })),
    select: { id: true },
  })
  await appendEvent(tx, {
    runId: run.id,
    type: 'run.queued',
    level: 'info',
    message: `Run queued with ${places.length} ${places.length === 1 ? 'candidate' : 'candidates'}.`,
  })
  for (const { id } of candidates) await ctx.queue.enqueue(tx, { queue: 'candidate.advance', id })
  const { capMicroUsd, players } = request
  const models = modelRoles(players).length
  const counts = { candidates: places.length, seeds: seedIds.length, models }
  const branch = parentId === null ? {} : { parentId }
  const detail = { ...counts, certificate, capMicroUsd, ...branch }
  await recordAudit(tx, ctx.actor, { verb: 'run.start', entity: 'run', entityId: run.id, detail })
  return toRunView(tx, run)
}
