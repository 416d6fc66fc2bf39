/** Content-addressed files: the name of a blob is the sha256 of its bytes. Written once, never changed. */
export interface BlobStore {
  /** Stores a stream or bytes; fails with `limit` once more than `maxBytes` arrived, leaving nothing behind. */
  put(
    content: Uint8Array | AsyncIterable<Uint8Array>,
    maxBytes?: number,
  ): Promise<{ sha256: string; bytes: number }>
  /** All bytes; fails with `not-found` when the blob is missing and `internal` when its hash does not match. */
  get(sha256: string): Promise<Uint8Array>
  /** The bytes in pieces, for downloads. */
  stream(sha256: string): AsyncIterable<Uint8Array>
  has(sha256: string): Promise<boolean>
}
