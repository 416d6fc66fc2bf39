import { z } from 'zod'
import { postJson } from '#components/data/post-json.ts'
import type { ActionResult } from '#lib/contracts/problem.ts'

const Anything = z.unknown()
const REFUSED = 'E-mail or password is wrong.'
const TOO_OFTEN = 'Too many attempts. Wait a minute, then try again.'

/** Signs in; the cookie is the answer. A refusal never says which of the two was wrong. */
export async function signIn(input: { email: string; password: string }): Promise<ActionResult<unknown>> {
  const result = await postJson('/api/auth/sign-in/email', input, Anything)
  if (result.ok || result.requestId !== '') return result
  return {
    ...result,
    code: 'unauthenticated',
    message: result.message.includes('(429)') ? TOO_OFTEN : REFUSED,
  }
}

export const signOut = (): Promise<ActionResult<unknown>> => postJson('/api/auth/sign-out', {}, Anything)
