import type { LogReader } from '#lib/training/log-reader.ts'
import { isNested } from '#lib/training/parsers/jsonl-log.ts'

/** verl's file logger, which nests its metrics under `data`. */
export const verl: LogReader = [{ by: 'row', is: isNested, nulls: 'nan' }]
