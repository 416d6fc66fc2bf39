import { type LogReader, startsWith } from '#lib/training/log-reader.ts'
import { readTrackioLog } from '#lib/training/parsers/trackers/trackio-log.ts'

/** A database of SQLite; another one than trackio's is refused by what it has. */
export const trackio: LogReader = [
  {
    by: 'file',
    is: (head) => startsWith(head, 'SQLite format 3'),
    read: (files, options) => readTrackioLog(files, options),
  },
]
