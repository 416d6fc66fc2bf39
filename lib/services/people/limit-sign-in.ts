import { createHash, randomUUID } from 'node:crypto'
import { AppError } from '#lib/domain/errors.ts'
import type { PublicContext } from '#lib/services/context.ts'

/** Tries for one account in one window, right or wrong. */
export const SIGN_IN_TRIES = 10
export const SIGN_IN_WINDOW_S = 300

/**
 * Counts one try to sign in to an account, known or not, and throws `limit` beyond the tenth in five minutes. By
 * account, because no header that names a client's address can be believed; in Postgres, so that neither a restart
 * nor a second web process forgets. One statement: parallel tries are all counted.
 */
export async function limitSignIn({
  ctx,
  email,
}: {
  ctx: Pick<PublicContext, 'db'>
  email: string
}): Promise<void> {
  const key = `sign-in|${createHash('sha256').update(email.trim().toLowerCase()).digest('hex')}`
  const [row] = await ctx.db.$queryRaw<{ count: number; waitS: number }[]>`
    insert into rate_limit as r (id, key, count, "lastRequest")
    values (${randomUUID()}, ${key}, 1, (extract(epoch from now()) * 1000)::bigint)
    on conflict (key) do update set
      count = case when r."lastRequest" < excluded."lastRequest" - ${SIGN_IN_WINDOW_S * 1000} then 1 else r.count + 1 end,
      -- The window begins with its first try, so that hammering does not prolong it.
      "lastRequest" = case when r."lastRequest" < excluded."lastRequest" - ${SIGN_IN_WINDOW_S * 1000} then excluded."lastRequest" else r."lastRequest" end
    returning count, ceil(${SIGN_IN_WINDOW_S} - (extract(epoch from now()) - "lastRequest" / 1000.0))::int as "waitS"`
  if (row !== undefined && row.count > SIGN_IN_TRIES)
    throw new AppError(
      'limit',
      `Too many tries for this account. Try again in ${Math.max(1, Math.ceil(row.waitS / 60))} minutes.`,
    )
}
