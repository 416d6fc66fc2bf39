import { z } from 'zod'
import { ImportNote } from '#lib/contracts/imports.ts'
import { LOG_FORMATS } from '#lib/domain/log-formats.ts'

const Column: z.ZodType<Float64Array> = z.instanceof(Float64Array)
const Texts = z.record(z.string(), z.string())
const Series = z.object({
  segment: z.int().min(0),
  key: z.string(),
  columns: z.object({ steps: Column, values: Column, times: Column.nullable() }),
})

/** What the reader of logs gives: a source with its notes, then each of its runs, whose points come in pieces. */
export const LogItem = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('reading'),
    files: z.array(z.string()),
    format: z.enum(LOG_FORMATS).nullable(),
    refused: z.array(ImportNote),
    warnings: z.array(ImportNote),
    /** Runs that follow. */
    runs: z.int().min(0),
  }),
  z.object({
    type: z.literal('run'),
    name: z.string(),
    identity: z.string().nullable(),
    config: Texts,
    tags: Texts,
    startedAt: z.number().nullable(),
    endedAt: z.number().nullable(),
  }),
  z.object({ type: z.literal('points'), series: z.array(Series) }),
  z.object({ type: z.literal('run-end') }),
])
export type LogItem = z.infer<typeof LogItem>
