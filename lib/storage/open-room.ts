import { randomUUID } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { mkdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#lib/domain/errors.ts'
import { machineFaultOf } from '#lib/domain/machine-fault.ts'
import { MAKE_ROOM, roomOf, type StorageRoom } from '#lib/domain/storage-room.ts'

export type OpenFile = (path: string, flags: string, mode: number) => Promise<FileHandle>
export type Room = {
  read(): Promise<StorageRoom>
  /** @throws AppError `unavailable` where there is no room; asked before anything is read or written. */
  require(): Promise<void>
  /** What to throw for a failed write: `unavailable` for a full disk, which then counts as full; else the error itself. */
  refuse(error: unknown): unknown
}

/** A trial as large as what a file system reserves at once. */
const TRIAL_BYTES = 64 * 1024

const full = (reason: string, freeBytes: number | null, cause?: unknown) =>
  new AppError(
    'unavailable',
    `There is no room for files: ${reason} ${MAKE_ROOM}`,
    { part: 'storage', freeBytes },
    cause,
  )

/**
 * The room on the disk of `dir`. Free bytes alone do not tell of quotas and reserved blocks: a write that found no room
 * is remembered until a trial write goes well.
 */
export function openRoom(dir: string, lowWaterBytes: number, openFile: OpenFile): Room {
  let hasFailed = false

  async function tryWrite(): Promise<void> {
    const path = join(dir, 'tmp', `trial-${randomUUID()}`)
    try {
      const handle = await openFile(path, 'wx', 0o640)
      try {
        await handle.writeFile(new Uint8Array(TRIAL_BYTES))
        await handle.sync()
      } finally {
        await handle.close()
      }
    } finally {
      await rm(path, { force: true })
    }
  }

  async function look(): Promise<StorageRoom> {
    await mkdir(join(dir, 'tmp'), { recursive: true })
    const { bavail, bsize } = await statfs(dir)
    const room = roomOf(bavail * bsize, lowWaterBytes)
    if (room.state !== 'ok' || !hasFailed) return room
    await tryWrite()
    hasFailed = false
    return room
  }

  async function read(): Promise<StorageRoom> {
    try {
      return await look()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      const reason = `Nothing can be written where files are kept (blobs in SANDMLE_HOME): ${code}.`
      return { state: machineFaultOf(error) ? 'full' : 'unusable', freeBytes: null, reason }
    }
  }

  return {
    read,
    async require() {
      const room = await read()
      if (room.state === 'full') throw full(room.reason ?? '', room.freeBytes)
    },
    refuse(error) {
      if (error instanceof AppError || machineFaultOf(error)?.part !== 'storage') return error
      hasFailed = true
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'ENOSPC'
      return full(`a write to blobs in SANDMLE_HOME failed with ${code}.`, null, error)
    },
  }
}
