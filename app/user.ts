import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { type Capability, can } from '#lib/domain/capabilities.ts'
import { isAppError } from '#lib/domain/errors.ts'
import { pageContext } from '#lib/http/page-context.ts'

/** The context of this request, made once a render. Without a session the visitor is sent to sign in. */
export const context = cache(pageContext)

/** Who is signed in. Pages are for people: the system never renders one. */
export async function signedIn() {
  const { actor } = await context()
  if (actor.kind === 'system') redirect('/sign-in')
  return actor
}

export const may = async (capability: Capability): Promise<boolean> =>
  can((await context()).actor, capability)

/** An address that names nothing, or nothing that could exist, is a 404; the rest goes to the error boundary. */
export async function orNotFound<T>(read: Promise<T>): Promise<T> {
  try {
    return await read
  } catch (error) {
    if (isAppError(error) && (error.code === 'not-found' || error.code === 'invalid')) notFound()
    throw error
  }
}
