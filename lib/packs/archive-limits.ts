import { isClutter, isSystemClutter } from '#lib/packs/archive-path.ts'

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
  /** Old zip programs of Windows part folders by backslashes: read as such where a name has no slash, else refused. */
  backslash: 'folder' | 'refuse'
  /** Entries that are passed over as if they were not there. */
  isIgnored(path: string): boolean
}

export const UPLOAD_LIMITS: ArchiveLimits = {
  entries: 20_000,
  totalBytes: 512 * 2 ** 20,
  entryBytes: 128 * 2 ** 20,
  ratio: 200,
  ratioFromBytes: 2 ** 20,
  depth: 8,
  pathLength: 240,
  backslash: 'folder',
  isIgnored: isClutter,
}

/**
 * Packs that we wrote ourselves hold many tasks; the offline verifier still reads them defensively, and names a copy
 * that somebody's editor left in one.
 */
export const PACK_LIMITS: ArchiveLimits = {
  ...UPLOAD_LIMITS,
  entries: 2_000_000,
  totalBytes: 16 * 2 ** 30,
  backslash: 'refuse',
  isIgnored: isSystemClutter,
}

/** Limits of the seed tasks in one upload. What is alive at once while it is read is one piece of one file. */
export const SEED_LIMITS = {
  /** Folders that are read as seeds; further ones are named as left out. */
  folders: 500,
  /** Folders that the report names as refused; the rest is counted. */
  refusals: 200,
  /** The statement: text that people and models read whole. */
  statementBytes: 2 ** 20,
  /** seed.json and config.yaml. */
  factsBytes: 256 * 2 ** 10,
  /** Larger tables are samples' work: a seed is read for its structure. */
  tableBytes: 48 * 2 ** 20,
  columns: 10_000,
  rows: 2_000_000,
  /** One row of a table, quotes included. */
  rowBytes: 2 ** 20,
} as const
