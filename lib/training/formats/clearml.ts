import type { LogReader } from '#lib/training/log-reader.ts'

/** The metrics of an offline session; what it says of itself lies beside them. */
export const clearml: LogReader = [
  { by: 'row', is: (row) => Object.hasOwn(row, 'variant') && Object.hasOwn(row, 'iter'), nulls: 'nan' },
]
