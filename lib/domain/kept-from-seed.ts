import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'

/** One field of a seed's structure beside the task that grew from it. `kept` is null for what is only told. */
export type Kept = { field: string; seed: string; task: string; kept: boolean | null }

/** Tables that every task has; each other one is a child table. */
const OWN_TABLES = new Set(['agent/train.csv', 'agent/test.csv', 'agent/sample_submission.csv'])
const isChildTable = (path: string) => /^agent\/[^/]+\.csv$/.test(path) && !OWN_TABLES.has(path)

const row = (field: string, seed: string | number, task: string | number): Kept => ({
  field,
  seed: String(seed),
  task: String(task),
  kept: seed === task,
})

/**
 * What a task kept of its seed's structure, field by field. `paths`: the files of the task.
 * Training rows are told and not judged: a task has at most 200, whatever its seed has.
 */
export function keptFromSeed(
  dna: Dna,
  task: Pick<Task, 'modality' | 'task' | 'metric' | 'classes' | 'rows'>,
  paths: readonly string[],
): Kept[] {
  const classes = [dna.classes ?? 'none', task.classes?.length ?? 'none'] as const
  const [seedTables, tables] = [dna.joinDepth, paths.filter(isChildTable).length]
  return [
    row('Modality', dna.modality, task.modality),
    row('Kind of target', dna.task, task.task),
    row('Metric', METRIC_FACTS[dna.metric].title, METRIC_FACTS[task.metric].title),
    ...(dna.classes === null && task.classes === null ? [] : [row('Classes', ...classes)]),
    ...(seedTables + tables > 0 ? [row('Child tables', seedTables, tables)] : []),
    { ...row('Training rows', dna.nTrain, task.rows.train), kept: null },
  ]
}
