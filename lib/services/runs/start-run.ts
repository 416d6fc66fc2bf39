import { randomInt } from 'node:crypto'
import { type RunView, StartRunInput } from '#lib/contracts/runs.ts'
import type { Tx } from '#lib/db/client.ts'
import { invalid, precondition } from '#lib/domain/errors.ts'
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
  input: unknown
}): Promise<RunView> {
  requireCapability(ctx, 'run.start')
  const input = StartRunInput.parse(raw)
  return onceByKey(ctx, input.idempotencyKey, async (tx) => {
    const seedIds = await resolveSeeds(tx, input.seeds)
    const seeds = seedIds.length === 1 ? 'one seed' : `${seedIds.length} seeds`
    return insertRun(ctx, tx, input, {
      name: input.name ?? `${input.candidates} from ${seeds}`,
      seedIds,
      places: Array.from({ length: input.candidates }, (_, n) => seedIds[n % seedIds.length] ?? ''),
      runSeed: input.runSeed ?? randomInt(MAX_RUN_SEED),
      likeness: input.likeness,
      parentId: null,
    })
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
