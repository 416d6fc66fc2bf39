import { createHash, randomUUID } from 'node:crypto'
import type { Db } from '#lib/db/client.ts'
import { AppError } from '#lib/domain/errors.ts'

/** Tries of one source for one account in one window, right or wrong, before it is told that these were many. */
const SIGN_IN_TRIES = 10
/** Tries of one source whose password is still looked at, so that the right one gets in after a mistake. */
const MOST_OF_A_SOURCE = 30
/** Tries for one account from all browsers that it was never signed in on. */
const MOST_OF_AN_ACCOUNT = 100
const SIGN_IN_WINDOW_S = 300

/**
 * Where a try comes from: a browser that this account was signed in on before, or else a network address. Strangers
 * use up the tries of their own address and of the unknown browsers, never those of a known one.
 */
export type SignInSource = { kind: 'browser' | 'address'; id: string }

/** Counts one try under a key and gives the tries of the window that it falls in. One statement: parallel ones count. */
async function count(db: Db, parts: readonly string[]): Promise<{ tries: number; waitS: number }> {
  const key = `sign-in|${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`
  const [row] = await db.$queryRaw<{ tries: number; waitS: number }[]>`
    with over as (
      -- Keys of windows that are over go, some at each try, so that invented accounts fill nothing.
      delete from rate_limit where ctid in (
        select ctid from rate_limit
        where key <> ${key} and "lastRequest" < (extract(epoch from now()) - ${SIGN_IN_WINDOW_S}) * 1000 limit 20
        for update skip locked)
    )
    insert into rate_limit as r (id, key, count, "lastRequest")
    values (${randomUUID()}, ${key}, 1, (extract(epoch from now()) * 1000)::bigint)
    on conflict (key) do update set
      count = case when r."lastRequest" < excluded."lastRequest" - ${SIGN_IN_WINDOW_S * 1000} then 1 else r.count + 1 end,
      -- The window begins with its first try, so that hammering does not prolong it.
      "lastRequest" = case when r."lastRequest" < excluded."lastRequest" - ${SIGN_IN_WINDOW_S * 1000} then excluded."lastRequest" else r."lastRequest" end
    returning count as tries, ceil(${SIGN_IN_WINDOW_S} - (extract(epoch from now()) - "lastRequest" / 1000.0))::int as "waitS"`
  return row ?? { tries: 0, waitS: 0 }
}

const tooMany = (waitS: number) =>
  new AppError(
    'limit',
    `Too many tries for this account. Try again in ${Math.max(1, Math.ceil(waitS / 60))} minutes.`,
  )

/**
 * Counts one try to sign in to an account, known or not, in Postgres, so that neither a restart nor a second web
 * process forgets. Throws `limit` where its password is not to be looked at any more. Gives the error to answer a
 * wrong password with once there were more than ten, else null.
 */
export async function limitSignIn({
  ctx,
  email,
  source,
}: {
  ctx: { db: Db }
  email: string
  source: SignInSource
}): Promise<AppError | null> {
  const account = email.trim().toLowerCase()
  const own = await count(ctx.db, [account, source.kind, source.id])
  if (own.tries > MOST_OF_A_SOURCE) throw tooMany(own.waitS)
  if (source.kind === 'address') {
    const all = await count(ctx.db, [account])
    if (all.tries > MOST_OF_AN_ACCOUNT) throw tooMany(all.waitS)
  }
  return own.tries > SIGN_IN_TRIES ? tooMany(own.waitS) : null
}
