import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { type RunView, StartRunInput } from '#lib/contracts/runs.ts'
import type { Tx } from '#lib/db/client.ts'
import { Dna } from '#lib/domain/artefacts/dna.ts'
import { controlConflicts } from '#lib/domain/control-conflicts.ts'
import { hasControls } from '#lib/domain/controls.ts'
import { invalid, precondition } from '#lib/domain/errors.ts'
import { parseInput, stored } from '#lib/domain/parse.ts'
import { MOST_CANDIDATES } from '#lib/domain/run.ts'
import { MODALITIES, TASK_TYPES } from '#lib/domain/vocabulary.ts'
import { readOffers } from '#lib/services/catalogue/read-offers.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { insertRun, onceByKey } from '#lib/services/runs/insert-run.ts'

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
  input: z.input<typeof StartRunInput>
}): Promise<RunView> {
  requireCapability(ctx, 'run.start')
  const input = parseInput(StartRunInput, raw)
  return onceByKey(ctx, input.idempotencyKey, async (tx) => {
    const seedIds = await resolveSeeds(tx, input.seeds)
    await requirePossible(tx, input, seedIds)
    const candidates = countOf(input, seedIds.length)
    const seeds = seedIds.length === 1 ? 'one seed' : `${seedIds.length} seeds`
    return insertRun(ctx, tx, input, {
      name: input.name ?? `${candidates} from ${seeds}`,
      seedIds,
      places: Array.from({ length: candidates }, (_, n) => seedIds[n % seedIds.length] ?? ''),
      runSeed: input.runSeed ?? randomInt(MAX_RUN_SEED),
      likeness: input.likeness,
      controls: input.controls,
      parentId: null,
    })
  })
}

/** How many candidates, said in all or by seed. @throws invalid where it is more than a run has */
function countOf({ candidates, perSeed }: z.output<typeof StartRunInput>, seeds: number): number {
  const count = candidates ?? (perSeed ?? 1) * seeds
  if (count > MOST_CANDIDATES)
    throw invalid(
      `${perSeed} for each of ${seeds} seeds makes ${count} candidates; a run has at most ${MOST_CANDIDATES}.`,
      { fields: { perSeed: [`at most ${Math.floor(MOST_CANDIDATES / seeds)}`] } },
    )
  return count
}

const SeedRow = z
  .object({
    slug: z.string(),
    modality: z.enum(MODALITIES),
    taskType: z.enum(TASK_TYPES),
    dna: z.looseObject({ family: Dna.shape.family.default(null) }),
  })
  .transform(({ slug, modality, taskType, dna }) => ({ slug, modality, task: taskType, family: dna.family }))

/** @throws invalid where no candidate of these seeds could be what the run asks for */
async function requirePossible(
  tx: Tx,
  { controls, likeness }: z.output<typeof StartRunInput>,
  seedIds: readonly string[],
): Promise<void> {
  if (!hasControls(controls)) return
  const rows = await tx.seed.findMany({
    where: { id: { in: [...seedIds] } },
    select: { slug: true, modality: true, taskType: true, dna: true },
  })
  const seeds = rows.map((row) => stored(SeedRow, row, `facts of seed ${row.slug}`))
  const conflicts = controlConflicts({ controls, likeness, seeds }, await readOffers(tx))
  if (conflicts.length === 0) return
  const fields = Object.groupBy(conflicts, ({ control }) => `controls.${control}`)
  throw invalid([...new Set(conflicts.map(({ message }) => message))].join(' '), {
    fields: Object.fromEntries(
      Object.entries(fields).map(([field, found = []]) => [field, found.map(({ message }) => message)]),
    ),
  })
}

/** Ids or slugs to ids, in the order given; none named means the whole library. */
async function resolveSeeds(tx: Tx, named: readonly string[]): Promise<string[]> {
  if (named.length === 0) {
    const rows = await tx.seed.findMany({
      where: { archivedAt: null },
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
