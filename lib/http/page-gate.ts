import { credentialOf } from '#lib/http/credential-of.ts'
import { signInPath } from '#lib/http/sign-in-path.ts'
import { isTrustedOrigin, originOfHost, untrusted } from '#lib/http/trusted-origins.ts'

/** Pages for people who are not signed in. */
const OPEN_PAGES: readonly string[] = ['/sign-in', '/welcome', '/invite']
/** What a server action takes; Next has the same number in its configuration. */
const ACTION_MAX_BYTES = 256 * 1024

type GateRequest = { method: string; pathname: string; search?: string; headers: Headers }
export type Refusal = { kind: 'refuse'; status: number; message: string } | { kind: 'redirect'; to: string }

/**
 * What a request to a page is refused with before anything is rendered or a byte of its body is read; null lets it
 * in. A signed cookie is all that is asked for here: whether its session still stands is read with the page.
 */
export function gatePage({ method, pathname, search = '', headers }: GateRequest): Refusal | null {
  const refuse = (status: number, message: string): Refusal => ({ kind: 'refuse', status, message })
  const host = headers.get('host')
  const origin = originOfHost(host)
  if (origin === null) return refuse(403, untrusted(host))
  const { kind } = credentialOf(headers)
  if (method === 'GET' || method === 'HEAD')
    return kind === 'none' && !OPEN_PAGES.includes(pathname)
      ? { kind: 'redirect', to: `${origin}${signInPath(`${pathname}${search}`)}` }
      : null
  if (kind !== 'session') return refuse(401, 'Sign in. Programs use the API, with a token.')
  if (!isTrustedOrigin(headers.get('origin')))
    return refuse(403, `This request comes from another site. ${untrusted(headers.get('origin'))}`)
  if (Number(headers.get('content-length') ?? 0) > ACTION_MAX_BYTES)
    return refuse(413, 'This is larger than a form may be.')
  return null
}
