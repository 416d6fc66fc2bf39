import { randomUUID } from 'node:crypto'
import type { Actor } from '#lib/domain/capabilities.ts'
import { AppError } from '#lib/domain/errors.ts'
import { auth } from '#lib/http/auth.ts'
import { services } from '#lib/http/services.ts'
import type { WebContext } from '#lib/services/context.ts'
import { actorOfToken } from '#lib/services/people/actor-of-token.ts'
import { actorOfUser } from '#lib/services/people/actor-of-user.ts'

type PublicWebContext = Omit<WebContext, 'actor'>

export function publicContext(): PublicWebContext {
  const { db, blobs, queue, notices, secrets, metrics } = services()
  return { db, blobs, queue, notices, secrets, metrics, requestId: randomUUID() }
}

async function actorOf(ctx: PublicWebContext, headers: Headers): Promise<Actor | null> {
  const bearer = /^Bearer (.+)$/.exec(headers.get('authorization') ?? '')?.[1]
  if (bearer !== undefined) return actorOfToken({ ctx, token: bearer })
  const session = await auth().api.getSession({ headers })
  return session === null ? null : actorOfUser({ ctx, userId: session.user.id })
}

/** The context of a request by its session cookie or bearer token; null for a stranger. */
export async function contextOf(headers: Headers, base = publicContext()): Promise<WebContext | null> {
  const actor = await actorOf(base, headers)
  return actor === null ? null : { ...base, actor }
}

export async function requireContext(headers: Headers, base = publicContext()): Promise<WebContext> {
  const ctx = await contextOf(headers, base)
  if (ctx === null)
    throw new AppError('unauthenticated', 'Sign in, or send a valid token as "Authorization: Bearer ...".')
  return ctx
}
