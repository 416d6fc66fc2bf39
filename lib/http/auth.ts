import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { APIError } from 'better-auth/api'
import { isAppError } from '#lib/domain/errors.ts'
import { env } from '#lib/env.ts'
import { authSecret } from '#lib/http/auth-secret.ts'
import { services } from '#lib/http/services.ts'
import { trustedOrigins } from '#lib/http/trusted-origins.ts'
import { hashPassword, verifyPassword } from '#lib/services/people/passwords.ts'
import { SESSION_S, sessionTerm } from '#lib/services/people/session-term.ts'

/** The library answers its own errors as such and any other as a fault. */
const orTooMany = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    if (!isAppError(error)) throw error
    throw new APIError('TOO_MANY_REQUESTS', { message: error.publicMessage })
  }
}

const make = () =>
  betterAuth({
    baseURL: env().SANDMLE_URL,
    secret: authSecret(),
    database: prismaAdapter(services().db, { provider: 'postgresql' }),
    // Accounts arise only from one-time links.
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      password: {
        hash: (password) => orTooMany(hashPassword(password)),
        verify: (pair) => orTooMany(verifyPassword(pair)),
      },
    },
    session: { expiresIn: SESSION_S },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => ({
            data: { ...session, ...(await sessionTerm({ ctx: services(), userId: session.userId })) },
          }),
        },
      },
    },
    // The route counts tries by account and source, and the door requests by address.
    rateLimit: { enabled: false },
    advanced: { ipAddress: { ipAddressHeaders: [] } },
    trustedOrigins: trustedOrigins(),
    telemetry: { enabled: false },
    logger: { level: 'error' },
  })

let made: ReturnType<typeof make> | undefined

/** Passwords and sessions, made on first use: a build has no database. */
export const auth = (): ReturnType<typeof make> => {
  made ??= make()
  return made
}
