import { z } from 'zod'
import { personOf } from '#lib/domain/capabilities.ts'
import { conflict } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import type { ServiceContext } from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

const MadeFor = z.string().min(1).max(100).optional()

/**
 * Refuses what a page sends that was made for somebody else: two people in one browser share its session, and one's
 * words would be stored under the other's name.
 */
export async function requireSamePerson({
  ctx,
  input,
}: {
  ctx: ServiceContext
  /** The person that the page was made for; nothing for a page that was made for a stranger. */
  input: unknown
}): Promise<void> {
  const madeFor = parseInput(MadeFor, input)
  const now = personOf(ctx.actor)
  if (madeFor === undefined || madeFor === now) return
  const nameOf = await namesOf(ctx.db, [madeFor, now])
  throw conflict(
    `This page belongs to ${nameOf(madeFor)}, but this browser is signed in as ${nameOf(now)} now. Nothing was ` +
      `stored. Sign in as ${nameOf(madeFor)} again, or reload the page to continue as ${nameOf(now)}.`,
  )
}
