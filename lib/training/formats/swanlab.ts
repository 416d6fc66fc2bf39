import { type LogReader, startsWith } from '#lib/training/log-reader.ts'
import { readSwanlabRun } from '#lib/training/parsers/trackers/swanlab-run.ts'

export const swanlab: LogReader = [
  {
    by: 'file',
    is: (head) => startsWith(head, ':SWL'),
    read: ([file], options) => readSwanlabRun(file, options),
    isTracked: true,
  },
]
