/** Small chunks of one metric at which a worker merges them; the partial index on `looseChunks` has this number too. */
export const COMPACT_AT = 128
/** The newest chunks stay as they came, so that a batch that a client sends again late is still known. */
export const COMPACT_KEEP = 16

/** What one token may log on one day (UTC). Far above an honest trainer, below what fills a disk overnight. */
export const QUOTA = {
  /** Ten thousand steps of a thousand metrics, ten times over. */
  points: 100_000_000,
  /** Artefacts, configuration and tags; points count 24 bytes. */
  bytes: 50 * 2 ** 30,
  /** Twenty-three a second, all day. */
  requests: 2_000_000,
} as const
export type Quota = keyof typeof QUOTA

/** Largest file that a trainer logs beside its run; checkpoints belong elsewhere. */
export const ARTEFACT_MAX_BYTES = 256 * 2 ** 20
/** Most files of one run. */
export const ARTEFACTS_PER_RUN = 10_000
