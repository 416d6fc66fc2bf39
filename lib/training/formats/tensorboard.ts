import type { LogReader } from '#lib/training/log-reader.ts'
import { recordLength } from '#lib/training/parsers/tensorboard/read-records.ts'
import { readTensorboardLog } from '#lib/training/parsers/tensorboard/tensorboard-log.ts'

export const tensorboard: LogReader = [
  {
    by: 'file',
    is: ({ base, bytes }) =>
      base.includes('tfevents') || (bytes.length >= 12 && recordLength(bytes) !== null),
    read: (files, options) => readTensorboardLog(files, options),
    source: 'folder',
  },
]
