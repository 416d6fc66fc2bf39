import { z } from 'zod'
import { postJson } from '#components/data/post-json.ts'
import type { ActionResult } from '#lib/contracts/problem.ts'

const Anything = z.unknown()

/** Signs in; the cookie is the answer. A refusal never says whether address or password was wrong. */
export const signIn = (input: { email: string; password: string }): Promise<ActionResult<unknown>> =>
  postJson('/api/auth/sign-in/email', input, Anything)

export const signOut = (): Promise<ActionResult<unknown>> => postJson('/api/auth/sign-out', {}, Anything)
