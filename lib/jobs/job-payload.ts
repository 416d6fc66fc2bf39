import { z } from 'zod'

/** What a job carries: a row's id and the payload's version; all else is read from the row at claim. */
export const JobPayload = z.strictObject({ v: z.literal(1), id: z.uuid() })
export type JobPayload = z.infer<typeof JobPayload>
