import { z } from 'zod'

/** What the reader of strangers' files is asked to do. `skip` names the parts that were read, or cost too much. */
export const ReadingJob = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('seeds'),
    file: z.string(),
    skip: z.array(z.string()).readonly(),
    allowEvalOverlap: z.boolean(),
    archive: z.string(),
  }),
  z.object({
    kind: z.literal('logs'),
    file: z.string(),
    skip: z.array(z.string()).readonly(),
    filename: z.string(),
    name: z.string().nullable(),
    uploadName: z.string(),
    x: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('results'),
    file: z.string(),
    skip: z.array(z.string()).readonly(),
    filename: z.string(),
    experiment: z.string().nullable(),
  }),
])
export type ReadingJob = z.infer<typeof ReadingJob>

/** Worker to reader: the first carries the job, each asks for one message. */
export const Ask = z.object({ job: ReadingJob.nullable() })

/** Reader to worker: a part begins, something was read, the file is over, the file is refused, the reader failed. */
export const Answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('part'), part: z.string() }),
  z.object({ kind: z.literal('item'), item: z.unknown() }),
  z.object({ kind: z.literal('end') }),
  z.object({ kind: z.literal('refused'), message: z.string(), meta: z.record(z.string(), z.unknown()) }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
])
export type Answer = z.infer<typeof Answer>
/** What a reader's generator gives, before it is put into an envelope. */
export type Read<T> = { kind: 'part'; part: string } | { kind: 'item'; item: T }
