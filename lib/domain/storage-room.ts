/** Whether a file store takes files. `unusable`: neither room nor disk is the matter, and nothing heals by waiting. */
export type StorageState = 'ok' | 'full' | 'unusable'
export type StorageRoom = {
  state: StorageState
  /** Bytes that may still be written; null where nobody can say. */
  freeBytes: number | null
  reason: string | null
}

/** Bytes that stay free for the database, the logs and the person who cleans up. */
export const LOW_WATER_BYTES = 256 * 2 ** 20

const MIB = 2 ** 20
/** Whole mebibytes, as people compare them. */
export const inMiB = (bytes: number): string => `${Math.floor(bytes / MIB).toLocaleString('en-US')} MiB`

/** What so many free bytes mean. */
export function roomOf(freeBytes: number, lowWaterBytes: number): StorageRoom {
  if (freeBytes >= lowWaterBytes) return { state: 'ok', freeBytes, reason: null }
  const reason = `${inMiB(freeBytes)} are free where files are kept (blobs in SANDMLE_HOME); ${inMiB(lowWaterBytes)} stay free.`
  return { state: 'full', freeBytes, reason }
}

/** The next step to show when the disk is full. */
export const MAKE_ROOM = 'Free space on the disk of SANDMLE_HOME; work continues by itself within seconds.'
