import type { TrainingRunView } from '#lib/contracts/curves.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { seedOf } from '#lib/domain/seed-keys.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { type RunFacts, runFacts } from '#lib/services/training/run-facts.ts'
import { groupIdOf } from '#lib/training/curves/group-runs.ts'

export const TRAINING_RUN_SELECT = {
  id: true,
  name: true,
  source: true,
  status: true,
  startedAt: true,
  endedAt: true,
  createdBy: true,
  rewardTable: true,
  smokeRunId: true,
  importId: true,
  archivedAt: true,
  experiment: { select: { id: true, name: true } },
  pack: { select: { id: true, slug: true, version: true } },
} as const satisfies Prisma.TrainingRunSelect
export type TrainingRunRow = Prisma.TrainingRunGetPayload<{ select: typeof TRAINING_RUN_SELECT }>
export type ViewedRun = { view: TrainingRunView; facts: RunFacts }

/** Runs as lists show them, in the order of the rows, each with what hangs on it. */
export async function toTrainingRunViews(tx: Tx, rows: readonly TrainingRunRow[]): Promise<ViewedRun[]> {
  const factsOf = await runFacts(
    tx,
    rows.map(({ id }) => id),
  )
  const nameOf = await namesOf(
    tx,
    rows.map(({ createdBy }) => createdBy),
  )
  return rows.map((row) => {
    const facts = factsOf(row.id)
    return { view: { ...toView(row, facts), createdByName: nameOf(row.createdBy) }, facts }
  })
}

function toView(row: TrainingRunRow, facts: RunFacts): Omit<TrainingRunView, 'createdByName'> {
  const { id, name, experiment, pack, createdBy } = row
  const { config, tags, series, rollouts } = facts
  const steps = series.flatMap(({ lastStep }) => lastStep ?? [])
  return {
    id,
    name,
    experiment: experiment.name,
    experimentId: experiment.id,
    source: row.source,
    status: row.status,
    config,
    tags,
    seed: seedOf({ name, config }),
    group: groupIdOf({ id, name, experiment: experiment.name, config }),
    pack,
    points: series.reduce((sum, { points }) => sum + points, 0),
    latest: Object.fromEntries(
      series.map(({ key, lastValue, lastNonFinite }) => [key, lastValue ?? lastNonFinite ?? 'NaN']),
    ),
    lastStep: steps.length === 0 ? null : Math.max(...steps),
    rollouts,
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    createdBy,
    archivedAt: row.archivedAt?.toISOString() ?? null,
  }
}
