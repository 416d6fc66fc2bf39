import { type LogReader, startsWith } from '#lib/training/log-reader.ts'
import { readParquetLog } from '#lib/training/parsers/parquet-log.ts'

export const parquet: LogReader = [
  {
    by: 'file',
    is: (head) => startsWith(head, 'PAR1'),
    read: ([file], options) => readParquetLog(file, options),
  },
]
