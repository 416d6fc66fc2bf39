import type { z } from 'zod'
import { type ComparisonView, type ResultsBoard, ResultsQuery } from '#lib/contracts/results.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { MEASURES_OF, type Measure } from '#lib/domain/results.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { type LoadedSystem, loadSystems, seedsOfSystem } from '#lib/services/results/load-systems.ts'
import { tasksOf } from '#lib/services/results/pack-split.ts'
import { splitOf } from '#lib/services/results/split-of.ts'
import { packLink } from '#lib/services/results/system-view.ts'
import { toResults } from '#lib/services/results/to-results.ts'
import { compareSystems } from '#lib/training/results/compare.ts'
import { REFERENCE_ROWS, REFERENCE_SOURCES } from '#lib/training/results/reference-rows.ts'

type Seeds = ReturnType<typeof seedsOfSystem>

/** The first measure of a benchmark stands for one that it does not have. */
function measureOf(benchmark: ResultsBoard['benchmark'], asked: Measure | undefined): Measure {
  const known: readonly Measure[] = MEASURES_OF[benchmark]
  return known.find((measure) => measure === asked) ?? MEASURES_OF[benchmark][0]
}

/** The packs that systems were evaluated on, that of the newest system first, and the one that is shown. */
async function packsOfBoard(ctx: ServiceContext, benchmark: ResultsBoard['benchmark'], asked?: string) {
  if (benchmark !== 'pack') return { packs: [], pack: null }
  const rows = await ctx.db.benchmarkSystem.findMany({
    where: { benchmark },
    select: { splitPack: { select: { id: true, title: true, version: true, layout: true } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  // One pack in two layouts has one title and version; a list to choose from tells them apart.
  const links = rows.flatMap(({ splitPack: pack }) =>
    pack === null ? [] : [{ id: pack.id, name: `${packLink(pack).name} (${pack.layout})` }],
  )
  const packs = [...new Map(links.map((link) => [link.id, link])).values()]
  return { packs, pack: asked ?? packs[0]?.id ?? null }
}

/** Every system of a benchmark with its figures, beside what others reported; best first by the measure. */
export async function listResults({
  ctx,
  input = {},
}: {
  ctx: ServiceContext
  input?: z.input<typeof ResultsQuery>
}): Promise<ResultsBoard> {
  requireCapability(ctx, 'results.read')
  const { benchmark, clean, pad, compare, archived, ...query } = parseInput(ResultsQuery, input)
  const measure = measureOf(benchmark, query.measure)
  const { packs, pack } = await packsOfBoard(ctx, benchmark, query.pack)
  const loaded = await loadSystems(ctx.db, {
    benchmark,
    archivedAt: archived ? { not: null } : null,
    ...(pack === null ? {} : { splitPackId: pack }),
  })
  const seeds = new Map<LoadedSystem, Seeds>(loaded.map((one) => [one, seedsOfSystem(one)]))
  const { competitions, removed } = splitOf(
    benchmark,
    clean,
    [...seeds.values()].flatMap((bySeed) => [...bySeed.keys()]),
    await tasksOf(ctx.db, { splitPackId: pack }),
  )
  const ids = competitions.map(({ id }) => id)
  const systems = [...seeds].map(([one, bySeed]) =>
    toResults(one, bySeed, benchmark === 'mle-dojo' ? [...bySeed.keys()].sort() : ids, pad),
  )
  const meanOf = (row: (typeof systems)[number]) => row.aggregate.measures?.[measure].mean ?? -1
  const byId = new Map([...seeds].map(([one, bySeed]) => [one.system.id, bySeed]))
  return {
    benchmark,
    pack,
    packs,
    measure,
    clean,
    pad,
    competitions,
    removed,
    systems: systems.sort((a, b) => meanOf(b) - meanOf(a)),
    reference: benchmark === 'mle-bench-lite' ? [...REFERENCE_ROWS] : [],
    sources: REFERENCE_SOURCES,
    comparison: compare === undefined ? null : compareTwo(compare, byId, ids, measure),
  }
}

function compareTwo(
  pair: string,
  byId: ReadonlyMap<string, Seeds>,
  split: readonly string[],
  measure: Measure,
): ComparisonView {
  const [first = '', second = ''] = pair.split(',')
  const [a, b] = [byId.get(first), byId.get(second)]
  if (a === undefined) throw notFound('system', first)
  if (b === undefined) throw notFound('system', second)
  return { first, second, result: compareSystems(a, b, split, measure) }
}
