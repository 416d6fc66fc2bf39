import { z } from 'zod'
import { SEATS, type Seat } from '#lib/domain/vocabulary.ts'

export type Marker = { role: Seat; candidate: string; repair: number; turn: number }

const MARKER = /\[\[sandmle role=([\w-]{1,80}) candidate=([\w-]{1,80}) repair=(\d{1,4}) turn=(\d{1,4})\]\]/
const Parsed = z.object({
  role: z.enum(SEATS),
  candidate: z.string(),
  repair: z.coerce.number(),
  turn: z.coerce.number(),
})

/** The line that names a request; ours is the first of the system text, where no seed's text can stand before it. */
export function markerIn(system: string): Marker | null {
  const [, role, candidate, repair, turn] = MARKER.exec(system) ?? []
  return Parsed.safeParse({ role, candidate, repair, turn }).data ?? null
}
