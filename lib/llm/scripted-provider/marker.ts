import { z } from 'zod'
import { MODEL_ROLES, type ModelRole } from '#lib/domain/vocabulary.ts'

export type Marker = { role: ModelRole; candidate: string; repair: number; turn: number }

const MARKER = /^sandmle role=([\w-]{1,80}) candidate=([\w-]{1,80}) repair=(\d{1,4}) turn=(\d{1,4})$/
const Parsed = z.object({
  role: z.enum(MODEL_ROLES),
  candidate: z.string(),
  repair: z.coerce.number(),
  turn: z.coerce.number(),
})

/** What the trace header of a request names. No prompt is looked at: what is in it may be a stranger's. */
export function markerIn(trace: string): Marker | null {
  const [, role, candidate, repair, turn] = MARKER.exec(trace) ?? []
  return Parsed.safeParse({ role, candidate, repair, turn }).data ?? null
}
