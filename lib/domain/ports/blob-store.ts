import type { StorageRoom } from '#lib/domain/storage-room.ts'

/** A file that has arrived and is not a blob yet. */
export type StagedBlob = {
  sha256: string
  bytes: number
  /** Makes it a blob; the last step before the commit of the row that names it. */
  keep(): Promise<void>
  /** Removes what was not kept; of what was kept it removes nothing. */
  drop(): Promise<void>
}

/** Content-addressed files: the name of a blob is the sha256 of its bytes. Written once, never changed. */
export interface BlobStore {
  /**
   * Stores a stream or bytes; fails with `limit` once more than `maxBytes` arrived, and with `unavailable` where there is
   * no room (before the first byte is read, or in the middle), leaving nothing behind.
   */
  put(
    content: Uint8Array | AsyncIterable<Uint8Array>,
    maxBytes?: number,
  ): Promise<{ sha256: string; bytes: number }>
  /** Receives a stream or bytes without storing them: what is refused afterwards leaves nothing behind. Limits as `put`. */
  stage(content: Uint8Array | AsyncIterable<Uint8Array>, maxBytes?: number): Promise<StagedBlob>
  /** All bytes; fails with `not-found` when the blob is missing and `internal` when its hash does not match. */
  get(sha256: string): Promise<Uint8Array>
  /** The bytes in pieces, for downloads. */
  stream(sha256: string): AsyncIterable<Uint8Array>
  /** Whether the blob is there; one that is found counts as new again, so that no sweep takes it before its row is written. */
  has(sha256: string): Promise<boolean>
  /** Whether it takes files. After a write that found no room it does again only once a trial write went well. Never throws. */
  room(): Promise<StorageRoom>
  /** Path of the bytes on this machine, for a process that reads them apart; fails with `not-found`. */
  fileOf(sha256: string): Promise<string>
  /** Removes what nobody will ever read: unfinished files, and blobs without a reference; see `SweepRules`. */
  sweep(rules: SweepRules): Promise<Swept>
}

export type SweepRules = {
  now: Date
  /** Age in milliseconds, since the last byte, from which an unfinished file is one whose writer died. */
  unfinishedMs: number
  /** Age in milliseconds, since it was last put, from which a blob must have a reference. */
  unreferencedMs: number
  /** Those of the blobs that something refers to. */
  referenced(sha256s: readonly string[]): Promise<ReadonlySet<string>>
}
export type Swept = { files: number; bytes: number }
