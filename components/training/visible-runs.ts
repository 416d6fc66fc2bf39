import { keyOfRun, type Shown } from '#components/training/training-url.ts'
import type { TrainingGroupView, TrainingRunView } from '#lib/contracts/curves.ts'

/** Without a choice of the reader, so many of the newest runs are drawn. */
export const DRAWN_AT_FIRST = 50
/** With more runs than this, a chart shows bands of groups unless the reader wants lines. */
export const MOST_LINES = 12

/** Runs that the page draws, in the order of the list. */
export function visibleRuns(runs: readonly TrainingRunView[], shown: Shown): TrainingRunView[] {
  const keys = new Set(shown.keys)
  if (shown.mode === 'only') return runs.filter((run) => keys.has(keyOfRun(run.id)))
  return runs.slice(0, DRAWN_AT_FIRST).filter((run) => !keys.has(keyOfRun(run.id)))
}

/** The choice after some runs were switched on or off; others keep their state. */
export function toggleRuns(
  runs: readonly TrainingRunView[],
  shown: Shown,
  ids: readonly string[],
  on: boolean,
): Shown {
  const changed = new Set(ids)
  const before = new Set(visibleRuns(runs, shown).map((run) => run.id))
  const after = runs.filter((run) => (changed.has(run.id) ? on : before.has(run.id)))
  const drawn = new Set(after.map((run) => run.id))
  const first = runs.slice(0, DRAWN_AT_FIRST)
  const beyond = after.some((run) => !first.includes(run))
  const off = first.filter((run) => !drawn.has(run.id))
  // The shorter list goes to the address.
  return beyond || off.length > after.length
    ? { mode: 'only', keys: after.map((run) => keyOfRun(run.id)) }
    : { mode: 'all-but', keys: off.map((run) => keyOfRun(run.id)) }
}

/** Some runs alone; asked again for what is alone already, everything comes back. */
export function isolateRuns(runs: readonly TrainingRunView[], shown: Shown, ids: readonly string[]): Shown {
  const drawn = visibleRuns(runs, shown)
  const alone = drawn.length === ids.length && drawn.every((run) => ids.includes(run.id))
  return alone ? { mode: 'all-but', keys: [] } : { mode: 'only', keys: ids.map(keyOfRun) }
}

/** One branch of the tree. */
export type TreeGroup = { id: string; label: string; runs: readonly TrainingRunView[] }
export type TreeExperiment = { id: number; name: string; groups: readonly TreeGroup[] }

/** Experiments in the order of their newest run, in each its groups, in each its runs by seed. */
export function treeOf(
  runs: readonly TrainingRunView[],
  groups: readonly TrainingGroupView[],
): TreeExperiment[] {
  const labels = new Map(groups.map((group) => [group.id, group.label]))
  const experiments = new Map<number, { name: string; groups: Map<string, TrainingRunView[]> }>()
  for (const run of runs) {
    const experiment = experiments.get(run.experimentId) ?? { name: run.experiment, groups: new Map() }
    experiments.set(run.experimentId, experiment)
    experiment.groups.set(run.group, [...(experiment.groups.get(run.group) ?? []), run])
  }
  return [...experiments].map(([id, experiment]) => ({
    id,
    name: experiment.name,
    groups: [...experiment.groups].map(([group, members]) => ({
      id: group,
      label: labels.get(group) ?? group,
      runs: members.toSorted((a, b) => bySeed(a.seed ?? a.name, b.seed ?? b.name)),
    })),
  }))
}

const bySeed = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })
