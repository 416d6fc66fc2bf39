import { env } from '#lib/env.ts'

/** More of a stranger's header is not repeated. */
const MOST_LETTERS = 200

/** Where browsers may come from: the configured address and the port that we listen on, by name or by number. */
export function trustedOrigins(): string[] {
  const { SANDMLE_URL, PORT } = env()
  const { port, origin } = new URL(SANDMLE_URL)
  const here = [port, String(PORT)].flatMap((one) => [`http://127.0.0.1:${one}`, `http://localhost:${one}`])
  return [...new Set([origin, ...here])]
}

/** Our address as a `Host` header calls it; null for a host that we do not answer for. */
export const originOfHost = (host: string | null): string | null =>
  trustedOrigins().find((origin) => new URL(origin).host === host?.toLowerCase()) ?? null

/** What to do about an address that is not ours: said wherever one is refused. */
export const untrusted = (address: string | null): string =>
  `This address (${address?.slice(0, MOST_LETTERS) ?? 'none was named'}) is not trusted. To use it, for example through a ` +
  'tunnel or a forwarded port, start the server with SANDMLE_URL set to the address that the browser shows.'

/** Whether this server answers for a `Host` header: an allow-list against DNS rebinding. */
export const isTrustedHost = (host: string | null): boolean => originOfHost(host) !== null

/** Whether a write may come from a page of this `Origin`. */
export const isTrustedOrigin = (origin: string | null): boolean =>
  origin !== null && trustedOrigins().includes(origin)
