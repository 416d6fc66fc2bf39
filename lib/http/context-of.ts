import { randomUUID } from 'node:crypto'
import type { Actor } from '#lib/domain/capabilities.ts'
import { AppError } from '#lib/domain/errors.ts'
import { credentialOf } from '#lib/http/credential-of.ts'
import { knownTokens } from '#lib/http/known-tokens.ts'
import { services } from '#lib/http/services.ts'
import type { WebContext } from '#lib/services/context.ts'
import { actorOfSession } from '#lib/services/people/actor-of-session.ts'
import { actorOfToken } from '#lib/services/people/actor-of-token.ts'

type PublicWebContext = Omit<WebContext, 'actor'>

export function publicContext(): PublicWebContext {
  const { db, blobs, queue, channel, secrets, metrics } = services()
  return { db, blobs, queue, channel, secrets, metrics, requestId: randomUUID() }
}

async function actorOf(ctx: PublicWebContext, headers: Headers): Promise<Actor | null> {
  const credential = credentialOf(headers)
  if (credential.kind === 'none') return null
  const { kind, token } = credential
  if (kind === 'session') return actorOfSession({ ctx, token })
  const actor = await actorOfToken({ ctx, token })
  if (actor === null) knownTokens().forget(token)
  else knownTokens().remember(token)
  return actor
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
