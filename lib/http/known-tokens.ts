import { hashSecret } from '#lib/services/people/secrets.ts'

/** Tokens that are remembered; the one that was not seen for longest goes first. */
const MOST = 5_000

export type KnownTokens = {
  remember(token: string): void
  forget(token: string): void
  has(token: string): boolean
}

/** Hashes of tokens, the newest last; bounded. */
export function openKnownTokens(most = MOST): KnownTokens {
  const hashes = new Set<string>()
  return {
    remember(token) {
      const hash = hashSecret(token)
      hashes.delete(hash)
      hashes.add(hash)
      const [oldest] = hashes
      if (hashes.size > most && oldest !== undefined) hashes.delete(oldest)
    },
    forget: (token) => void hashes.delete(hashSecret(token)),
    has: (token) => hashes.has(hashSecret(token)),
  }
}

// The door and the routes are modules of two graphs in one process: what one learns the other must see.
const holder: typeof globalThis & { sandmleKnownTokens?: KnownTokens } = globalThis

/**
 * Tokens that opened something in this process. They decide nothing but who waits in which queue at the door: each
 * request is looked up in the database all the same.
 */
export function knownTokens(): KnownTokens {
  holder.sandmleKnownTokens ??= openKnownTokens()
  return holder.sandmleKnownTokens
}
