import { type LogReader, startsWith } from '#lib/training/log-reader.ts'
import { readWandbRun } from '#lib/training/parsers/trackers/wandb-run.ts'

/** The file of a run, and rows of its history, which name their step `_step`. */
export const wandb: LogReader = [
  {
    by: 'file',
    is: (head) => startsWith(head, ':W&B'),
    read: ([file], options) => readWandbRun(file, options),
    isTracked: true,
  },
  { by: 'row', is: (row) => Object.hasOwn(row, '_step'), nulls: 'missing' },
]
