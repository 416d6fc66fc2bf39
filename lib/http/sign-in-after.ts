import { z } from 'zod'
import { parseInput } from '#lib/domain/parse.ts'
import { auth } from '#lib/http/auth.ts'
import { browserCookie } from '#lib/http/known-browser.ts'

const Credentials = z.object({ email: z.string(), password: z.string() })

/** Signs in whoever has just made an account; returns the cookies to set. */
export async function signInAfter(output: { email: string }, input: object): Promise<Headers> {
  const { password } = parseInput(Credentials.pick({ password: true }), input)
  const { headers } = await auth().api.signInEmail({
    body: { email: output.email, password },
    returnHeaders: true,
  })
  headers.append('set-cookie', browserCookie(output.email))
  return headers
}
