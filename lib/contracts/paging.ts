import { z } from 'zod'

/** Page and size as they appear in a URL. */
export const PageQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
})
export type PageQuery = z.infer<typeof PageQuery>

/** One page of a list; `total` counts everything that the filter matches. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), total: z.int(), page: z.int(), pageSize: z.int() })

/** Most rows of one page of a list that continues with a cursor. */
export const CURSOR_LIMIT = 1000
/** `after` is the `next` of the page before. */
export const CursorQuery = z.object({
  after: z
    .string()
    .regex(/^\d{1,15}_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(CURSOR_LIMIT).default(CURSOR_LIMIT),
})
export type CursorQuery = z.infer<typeof CursorQuery>
/** Cursor of the following page; null when the list is complete. */
export const Next = z.string().nullable()

/** A time on the wire: ISO 8601, UTC. */
export const Time = z.iso.datetime()
/** A content address. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** What a person may do with a thing right now; a denied action says why in a sentence. */
export const Permission = z.discriminatedUnion('allowed', [
  z.object({ allowed: z.literal(true) }),
  z.object({ allowed: z.literal(false), reason: z.string() }),
])
export type Permission = z.infer<typeof Permission>

/** The permission that follows from an objection, or from there being none. */
export const unless = (objection: string | null): Permission =>
  objection === null ? { allowed: true } : { allowed: false, reason: objection }
