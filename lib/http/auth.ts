import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { env } from '#lib/env.ts'
import { services } from '#lib/http/services.ts'

const WEEK_S = 7 * 24 * 3600

const make = () =>
  betterAuth({
    baseURL: env().SANDMLE_URL,
    secret: authSecret(),
    database: prismaAdapter(services().db, { provider: 'postgresql' }),
    // Accounts arise only from one-time links.
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
    session: { expiresIn: WEEK_S, updateAge: 24 * 3600 },
    // Counted in Postgres, so that a restart or a second web process forgets nothing.
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 120,
      customRules: { '/sign-in/email': { window: 60, max: 10 } },
    },
    // No address of a proxy is trusted: the server listens on loopback.
    advanced: { ipAddress: { disableIpTracking: false, ipAddressHeaders: ['x-sandmle-peer'] } },
    trustedOrigins: trustedOrigins(),
    telemetry: { enabled: false },
    logger: { level: 'error' },
  })

function authSecret(): string {
  const secret = env().BETTER_AUTH_SECRET
  if (secret === undefined) throw new Error('BETTER_AUTH_SECRET is not set; start with `npm run up`.')
  return secret
}

/** Where browsers may come from: the configured address, by name or by number. */
export function trustedOrigins(): string[] {
  const { port, origin } = new URL(env().SANDMLE_URL)
  return [...new Set([origin, `http://127.0.0.1:${port}`, `http://localhost:${port}`])]
}

let made: ReturnType<typeof make> | undefined

/** Sessions, made on first use: a build has no database. */
export const auth = (): ReturnType<typeof make> => {
  made ??= make()
  return made
}
