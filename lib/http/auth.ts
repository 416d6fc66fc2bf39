import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import { z } from 'zod'
import { isAppError } from '#lib/domain/errors.ts'
import { env } from '#lib/env.ts'
import { services } from '#lib/http/services.ts'
import { limitSignIn, SIGN_IN_WINDOW_S } from '#lib/services/people/limit-sign-in.ts'

const WEEK_S = 7 * 24 * 3600

const Email = z.object({ email: z.string().max(320) })

/** Each account allows only so many tries, whoever makes them and from wherever. */
const countSignIn = createAuthMiddleware(async (call) => {
  const body = Email.safeParse(call.body)
  if (call.path !== '/sign-in/email' || !body.success) return
  try {
    await limitSignIn({ ctx: services(), email: body.data.email })
  } catch (error) {
    if (!isAppError(error)) throw error
    throw new APIError('TOO_MANY_REQUESTS', { message: error.publicMessage })
  }
})

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
      // For all clients together, above what people type; each account has its own limit besides, whose rows
      // live as long as the longest window named here.
      customRules: { '/sign-in/email': { window: SIGN_IN_WINDOW_S, max: 600 }, '/get-session': false },
    },
    // No header is believed to name a client's address: all of them can be sent by the client itself.
    advanced: { ipAddress: { ipAddressHeaders: [] } },
    hooks: { before: countSignIn },
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
