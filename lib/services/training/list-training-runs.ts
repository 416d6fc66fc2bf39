import type { z } from 'zod'
import { ListTrainingRunsQuery, MAX_TRAINING_RUNS, type TrainingRunList } from '#lib/contracts/curves.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { invalid } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import {
  TRAINING_RUN_SELECT,
  toTrainingRunViews,
  type ViewedRun,
} from '#lib/services/training/training-run-view.ts'
import { differingKeys, groupRuns } from '#lib/training/curves/group-runs.ts'
import { quantityOf } from '#lib/training/metric-names.ts'

/** Training runs with their groups and what differs between them. Throws invalid for a `where` without `=`. */
export async function listTrainingRuns({
  ctx,
  input = {},
}: {
  ctx: ServiceContext
  input?: z.input<typeof ListTrainingRunsQuery>
}): Promise<TrainingRunList> {
  requireCapability(ctx, 'training.read')
  const query = parseInput(ListTrainingRunsQuery, input)
  const where = filterOf(query)
  const rows = await ctx.db.trainingRun.findMany({
    where,
    select: TRAINING_RUN_SELECT,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MAX_TRAINING_RUNS,
  })
  const total = await ctx.db.trainingRun.count({ where })
  const viewed = await toTrainingRunViews(ctx.db, rows)
  const runs = viewed.map(({ view }) => view)
  return {
    runs,
    total,
    groups: groupRuns(runs),
    experiments: await experimentsOf(ctx.db, query.archived),
    metrics: metricsOf(viewed),
    differing: differingKeys(runs.map(({ config }) => config)),
  }
}

function filterOf(query: ReturnType<typeof ListTrainingRunsQuery.parse>): Prisma.TrainingRunWhereInput {
  const { experiment, packId, smokeRunId, search, where, archived } = query
  const has = { contains: search ?? '', mode: 'insensitive' as const }
  return {
    archivedAt: archived === 'only' ? { not: null } : null,
    ...(experiment === undefined ? {} : { experiment: { name: experiment } }),
    ...(packId === undefined ? {} : { packId }),
    ...(smokeRunId === undefined ? {} : { smokeRunId }),
    AND: [
      ...(search === undefined ? [] : [{ OR: [{ name: has }, { experiment: { name: has } }] }]),
      ...pairsOf(where).map((pair) => ({ OR: [{ params: { some: pair } }, { tags: { some: pair } }] })),
    ],
  }
}

/** `lr=1e-5,note=a, b` is two pairs: a comma parts only where a key follows. */
function pairsOf(where: string | undefined): { key: string; value: string }[] {
  if (where === undefined || where.trim() === '') return []
  return where.split(/,(?=[^,=]+=)/).map((pair) => {
    const at = pair.indexOf('=')
    if (at < 1) throw invalid('Write the filter as key=value, several joined by commas.', { where: pair })
    return { key: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim() }
  })
}

/** Experiments that are put away stand among those that are put away, and those with such runs. */
async function experimentsOf(tx: Tx, archived: 'none' | 'only'): Promise<TrainingRunList['experiments']> {
  const put = archived === 'only' ? { not: null } : null
  const rows = await tx.trainingExperiment.findMany({
    where:
      archived === 'only'
        ? { OR: [{ archivedAt: put }, { runs: { some: { archivedAt: put } } }] }
        : { archivedAt: null },
    select: {
      id: true,
      name: true,
      archivedAt: true,
      _count: { select: { runs: { where: { archivedAt: put } } } },
    },
    orderBy: { name: 'asc' },
  })
  return rows.map(({ id, name, archivedAt, _count }) => ({
    id,
    name,
    runs: _count.runs,
    archived: archivedAt !== null,
  }))
}

function metricsOf(viewed: readonly ViewedRun[]): TrainingRunList['metrics'] {
  const metrics = new Map<string, { runs: number; points: number }>()
  for (const { facts } of viewed)
    for (const { key, points } of facts.series) {
      const known = metrics.get(key) ?? { runs: 0, points: 0 }
      metrics.set(key, { runs: known.runs + 1, points: known.points + points })
    }
  return [...metrics]
    .map(([key, counts]) => ({ key, quantity: quantityOf(key), ...counts }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}
