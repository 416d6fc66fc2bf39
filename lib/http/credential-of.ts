import { authSecret } from '#lib/http/auth-secret.ts'
import { readSignedCookie } from '#lib/http/signed-cookie.ts'

/** Names that better-auth gives to the cookie of a session: over http and over https. */
const SESSION_COOKIES = ['better-auth.session_token', '__Secure-better-auth.session_token'] as const

/** How a request says who sends it; whether that still stands, the database knows. */
export type Credential =
  | { kind: 'token'; token: string }
  | { kind: 'session'; token: string }
  | { kind: 'none' }

const NONE: Credential = { kind: 'none' }

/**
 * What a request shows. Where an `Authorization` header stands, cookies count for nothing, whatever it holds: so a
 * header that another site's page was able to set never rides on a browser's session.
 */
export function credentialOf(headers: Headers): Credential {
  const authorization = headers.get('authorization')
  if (authorization !== null) {
    const token = /^Bearer +(\S{1,200}) *$/i.exec(authorization)?.[1]
    return token === undefined ? NONE : { kind: 'token', token }
  }
  for (const name of SESSION_COOKIES) {
    const token = readSignedCookie(headers.get('cookie'), name, authSecret())
    if (token !== null) return { kind: 'session', token }
  }
  return NONE
}
