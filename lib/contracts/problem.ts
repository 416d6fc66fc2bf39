import { z } from 'zod'
import { ERROR_CODES, type ErrorCode } from '#lib/domain/errors.ts'

/** Every error answer of the API. `fields` names the inputs at fault, `requestId` finds the line in the log. */
export const Problem = z.object({
  error: z.object({
    code: z.enum(ERROR_CODES),
    message: z.string(),
    fields: z.record(z.string(), z.array(z.string())).optional(),
    details: z.record(z.string(), z.unknown()).optional(),
    requestId: z.string(),
  }),
})
export type Problem = z.infer<typeof Problem>

/** What a server action answers; the fields of a failure are those of `Problem`. */
export type ActionResult<T> =
  | { ok: true; data: T }
  | { ok: false; code: ErrorCode; message: string; fields?: Record<string, string[]>; requestId: string }
