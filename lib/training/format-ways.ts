import { keysOf } from '#lib/domain/keys.ts'
import { LOG_READERS } from '#lib/training/formats/all.ts'
import type { LogReader } from '#lib/training/log-reader.ts'

type Way = LogReader[number]

const waysBy = <K extends Way['by']>(by: K) =>
  keysOf(LOG_READERS).flatMap((format) =>
    LOG_READERS[format]
      .filter((way): way is Extract<Way, { by: K }> => way.by === by)
      .map((way) => ({ format, way })),
  )

/** The formats that files, JSON rows and tables may come in, each with how it is told and read. */
export const FILE_WAYS = waysBy('file')
export const ROW_WAYS = waysBy('row')
export const TABLE_WAYS = waysBy('table')
