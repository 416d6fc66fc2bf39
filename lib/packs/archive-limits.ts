/** Limits of one archive from a stranger. Generous for tabular tasks, far below what hurts a worker. */
export type ArchiveLimits = {
  entries: number
  /** Sum of the unpacked sizes. */
  totalBytes: number
  entryBytes: number
  /** Unpacked over packed size of one entry; checked above `ratioFromBytes`, as tiny files compress wildly. */
  ratio: number
  ratioFromBytes: number
  /** Folders in a path, file name included. */
  depth: number
  pathLength: number
}

export const UPLOAD_LIMITS: ArchiveLimits = {
  entries: 20_000,
  totalBytes: 512 * 2 ** 20,
  entryBytes: 128 * 2 ** 20,
  ratio: 200,
  ratioFromBytes: 2 ** 20,
  depth: 8,
  pathLength: 240,
}

/** Packs that we wrote ourselves hold many tasks; the offline verifier still reads them defensively. */
export const PACK_LIMITS: ArchiveLimits = { ...UPLOAD_LIMITS, entries: 2_000_000, totalBytes: 16 * 2 ** 30 }
