import type { BlobStore } from '#lib/domain/ports/blob-store.ts'

/** Bytes of a text that a page or an answer holds at most; the whole is a download. */
export const SHOWN_BYTES = 2 ** 20

/** The start of a stored text, at most `SHOWN_BYTES`: no more of the blob is read. */
export async function readStart(blobs: BlobStore, sha256: string): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of blobs.stream(sha256)) {
    parts.push(part.subarray(0, SHOWN_BYTES - bytes))
    bytes += part.length
    if (bytes >= SHOWN_BYTES) break
  }
  return new TextDecoder().decode(Buffer.concat(parts))
}
