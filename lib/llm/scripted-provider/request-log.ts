import { appendFileSync } from 'node:fs'
import { z } from 'zod'
import { MODEL_ROLES } from '#lib/domain/vocabulary.ts'

/** One line of the log: what was asked and what was served, to be compared with a ledger. Holds no text and no key. */
export const LogLine = z.strictObject({
  at: z.iso.datetime(),
  protocol: z.enum(['chat', 'messages']),
  model: z.string(),
  cassette: z.string().nullable(),
  role: z.enum(MODEL_ROLES).nullable(),
  candidate: z.string().nullable(),
  repair: z.int().nullable(),
  turn: z.int().nullable(),
  stream: z.boolean(),
  status: z.int(),
  fault: z.string().nullable(),
  file: z.string().nullable(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  /** `closed`: the client went before the end, and was never told the tokens. */
  ended: z.enum(['sent', 'closed']),
})
export type LogLine = z.infer<typeof LogLine>

/** Appends at once, before the client sees the end of the answer, so that whoever has the answer finds the line. */
export const requestLog =
  (file: string | null, clock: () => Date = () => new Date()) =>
  (line: Omit<LogLine, 'at'>): void => {
    if (file !== null) appendFileSync(file, `${JSON.stringify({ at: clock().toISOString(), ...line })}\n`)
  }
