import { credentialOf } from '#lib/http/credential-of.ts'
import { isKnownBrowser } from '#lib/http/known-browser.ts'
import { knownTokens } from '#lib/http/known-tokens.ts'

/** Which queue a request waits in. `known`: who has been let in before, by a signed cookie or a token that worked. */
export const QUEUES = ['known', 'returning', 'password', 'health', 'asset', 'stranger'] as const
export type QueueName = (typeof QUEUES)[number]

/** What makes the server hash a password: a try to sign in, a link that is redeemed. */
const PASSWORD = /^\/api\/(auth|v1\/redeem)\//
/** Files of the build: read from disk, the same for everybody. */
const ASSET = /^\/(_next\/static\/|icon\.svg$|favicon\.ico$)/

/** MLflow's clients may send a token as the password of any user name. */
function tokenOf(headers: Headers): string | null {
  const credential = credentialOf(headers)
  if (credential.kind === 'token') return credential.token
  const pair = /^Basic +(\S{1,400}) *$/i.exec(headers.get('authorization') ?? '')?.[1]
  return pair === undefined
    ? null
    : Buffer.from(pair, 'base64')
        .toString('utf8')
        .replace(/^[^:]*:/, '')
}

/** The queue of a request, by what it shows alone: nothing is asked of the database. */
export function queueOf({ pathname, headers }: { pathname: string; headers: Headers }): QueueName {
  if (PASSWORD.test(pathname)) return isKnownBrowser(headers) ? 'returning' : 'password'
  if (credentialOf(headers).kind === 'session') return 'known'
  const token = tokenOf(headers)
  if (token !== null && knownTokens().has(token)) return 'known'
  if (pathname === '/api/health') return 'health'
  return ASSET.test(pathname) ? 'asset' : 'stranger'
}
