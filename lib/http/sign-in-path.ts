/** Carries the address that a page was asked by to where it is rendered. */
export const PATH_HEADER = 'x-sandmle-path'

/** Where a stranger signs in, and comes back from to the page that they wanted. What is behind a # the browser keeps. */
export const signInPath = (wanted: string | null): string =>
  wanted === null || wanted === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(wanted)}`

const HERE = 'http://here.invalid'

/**
 * Only a path of ours: never another origin, never a protocol-relative address, however it is written. A browser drops
 * tabs and turns backslashes before it reads an address, so that it is read here as one reads it.
 */
export function localPath(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/') || !URL.canParse(next, HERE)) return '/'
  const { origin, pathname, search, hash } = new URL(next, HERE)
  return origin === HERE && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : '/'
}
