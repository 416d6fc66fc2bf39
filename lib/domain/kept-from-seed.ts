import type { Dna, DnaField } from '#lib/domain/artefacts/dna.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import { FIELD_TITLES, isKnown } from '#lib/domain/artefacts/told-dna.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'

/** One field of a seed's structure beside the task that grew from it. `kept` is null for what is only told. */
export type Kept = { field: string; seed: string; task: string; kept: boolean | null }

/** Tables that every task has; each other one is a child table. */
const OWN_TABLES = new Set(['agent/train.csv', 'agent/test.csv', 'agent/sample_submission.csv'])
const isChildTable = (path: string) => /^agent\/[^/]+\.csv$/.test(path) && !OWN_TABLES.has(path)

/** A field that nothing told of the seed cannot be kept. */
const rowOf =
  (dna: Dna) =>
  (field: DnaField, seed: string | number, task: string | number): Kept => {
    const known = isKnown(dna, field)
    return {
      field: FIELD_TITLES[field],
      seed: known ? String(seed) : 'open',
      task: String(task),
      kept: known ? seed === task : null,
    }
  }

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
  const row = rowOf(dna)
  return [
    row('modality', dna.modality, task.modality),
    row('task', dna.task, task.task),
    row('metric', METRIC_FACTS[dna.metric].title, METRIC_FACTS[task.metric].title),
    ...(dna.classes === null && task.classes === null ? [] : [row('classes', ...classes)]),
    ...(seedTables + tables > 0 ? [row('joinDepth', seedTables, tables)] : []),
    { ...row('nTrain', dna.nTrain, task.rows.train), kept: null },
  ]
}
