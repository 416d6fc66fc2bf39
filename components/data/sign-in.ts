import { z } from 'zod'
import { postJson } from '#components/data/post-json.ts'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import type { ActionResult } from '#lib/contracts/problem.ts'

const OPEN = { method: 'POST', right: null, open: true, response: z.unknown() } as const
/** Of the library of sessions, which answers by itself. */
const SESSION = {
  begin: {
    ...OPEN,
    path: '/api/auth/sign-in/email',
    summary: 'Sign in',
    body: z.object({ email: z.string(), password: z.string() }),
  },
  end: { ...OPEN, path: '/api/auth/sign-out', summary: 'Sign out', body: z.object({}) },
} as const satisfies Endpoints

/** Signs in; the cookie is the answer. A refusal never says whether address or password was wrong. */
export const signIn = (input: { email: string; password: string }): Promise<ActionResult<unknown>> =>
  postJson(SESSION.begin, input)

export const signOut = (): Promise<ActionResult<unknown>> => postJson(SESSION.end, {})
