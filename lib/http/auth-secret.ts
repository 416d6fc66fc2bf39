import { env } from '#lib/env.ts'

/** The key that signs cookies. @throws Error that names the next step where there is none. */
export function authSecret(): string {
  const secret = env().BETTER_AUTH_SECRET
  if (secret === undefined) throw new Error('BETTER_AUTH_SECRET is not set; start with `npm run up`.')
  return secret
}
