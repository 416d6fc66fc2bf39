import { z } from 'zod'
import { auth } from '#lib/http/auth.ts'
import { browserCookie } from '#lib/http/known-browser.ts'

const Credentials = z.object({ email: z.string(), password: z.string() })

/** Signs in whoever has just made an account; returns the cookies to set. */
export async function signInAfter(output: { email: string }, input: object): Promise<Headers> {
  const { password } = Credentials.pick({ password: true }).parse(input)
  const { headers } = await auth().api.signInEmail({
    body: { email: output.email, password },
    returnHeaders: true,
  })
  headers.append('set-cookie', browserCookie(output.email))
  return headers
}
