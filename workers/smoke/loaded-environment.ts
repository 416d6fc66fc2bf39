import type { Thresholds } from '#lib/domain/artefacts/task.ts'
import { type Direction, FILE_COLUMNS, type Modality } from '#lib/domain/vocabulary.ts'
import type { TaskShape } from '#lib/pipeline/engine-jobs.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'

/** One environment as the smoke trainer uses it: what programs may read, and apart from it what scores them. */
export type LoadedEnvironment = {
  /** Of the environment; a sibling's ends in `.sibling`. */
  name: string
  split: 'train' | 'sibling'
  title: string
  shape: TaskShape
  direction: Direction
  thresholds: Thresholds
  /** `agent/...` without the statement, which no program reads. */
  agent: FileBytes
  answer: Uint8Array
  features: readonly number[]
}

/** What the statement says of a task; all that the grammar knows when it writes a program. */
export function statedOf({ title, shape }: Pick<LoadedEnvironment, 'title' | 'shape'>) {
  const { modality, task, metric, target, classes, submissionColumns } = shape
  return { title, modality, task, metric, target, classes: classes ?? [], columns: submissionColumns }
}

/** What a program is given. */
export const isProgramFile = (path: string): boolean =>
  path.startsWith('agent/') && path !== 'agent/description.md'

/** Pictures and sounds cost the most to send to a cell, so that their programs share one. */
export const programsACell = (modality: Modality): number => (FILE_COLUMNS[modality] === undefined ? 4 : 8)
