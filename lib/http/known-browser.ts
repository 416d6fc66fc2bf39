import { createHash, randomUUID } from 'node:crypto'
import { env } from '#lib/env.ts'
import { authSecret } from '#lib/http/auth-secret.ts'
import { readSignedCookie, signedCookie } from '#lib/http/signed-cookie.ts'

/** How long a browser is known after its last sign-in. */
const YEAR_S = 365 * 24 * 3600

const hashOf = (email: string): string =>
  createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, 32)
const PREFIX = 'sandmle-browser-'
/** One cookie an account, so that two people at one browser keep theirs. */
const nameOf = (email: string): string => `${PREFIX}${hashOf(email).slice(0, 12)}`
/** Accounts of one browser that are looked at. */
const MOST_ACCOUNTS = 8

/** Id of a browser that this account was signed in on before, or null. It opens nothing: it only waits in no queue of strangers. */
export function knownBrowser(headers: Headers, email: string): string | null {
  const value = readSignedCookie(headers.get('cookie'), nameOf(email), authSecret())
  const [account, id] = value?.split('|') ?? []
  return account === hashOf(email) && id !== undefined ? id : null
}

/** Whether anybody was ever signed in on this browser. */
export function isKnownBrowser(headers: Headers): boolean {
  const cookies = headers.get('cookie')
  const names = [...(cookies ?? '').matchAll(/(?:^|; *)(sandmle-browser-[0-9a-f]{12})=/g)].slice(
    0,
    MOST_ACCOUNTS,
  )
  return names.some(([, name = '']) => readSignedCookie(cookies, name, authSecret()) !== null)
}

/** The cookie that makes a browser known after a right password. */
export function browserCookie(email: string): string {
  const value = signedCookie(`${hashOf(email)}|${randomUUID()}`, authSecret())
  const secure = env().SANDMLE_URL.startsWith('https:') ? '; Secure' : ''
  return `${nameOf(email)}=${value}; Max-Age=${YEAR_S}; Path=/api/; HttpOnly; SameSite=Lax${secure}`
}
