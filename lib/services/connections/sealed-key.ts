import type { SealingContext } from '#lib/services/context.ts'

const HINT_LENGTH = 4

/** The columns of a key: sealed for this one connection, and its last characters so that people tell keys apart. */
export async function sealedKey(
  ctx: SealingContext,
  connectionId: string,
  apiKey: string | null,
): Promise<{ sealedKey: string | null; keyHint: string | null }> {
  if (apiKey === null) return { sealedKey: null, keyHint: null }
  // Of a short key the end would be most of it.
  const keyHint = apiKey.length >= 4 * HINT_LENGTH ? apiKey.slice(-HINT_LENGTH) : ''
  return { sealedKey: await ctx.secrets.seal(apiKey, connectionId), keyHint }
}
