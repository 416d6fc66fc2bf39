import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir, open, readFile, rename, rm, utimes } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { AppError, notFound } from '#lib/domain/errors.ts'
import type { BlobStore, StagedBlob } from '#lib/domain/ports/blob-store.ts'
import { LOW_WATER_BYTES } from '#lib/domain/storage-room.ts'
import { type OpenFile, openRoom } from '#lib/storage/open-room.ts'
import { sweepBlobs } from '#lib/storage/sweep-blobs.ts'

const SHA256 = /^[0-9a-f]{64}$/

async function* piecesOf(content: Uint8Array | AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  if (content instanceof Uint8Array) yield content
  else yield* content
}

/** A rename survives a power cut only once its directory was synced. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** `lowWaterBytes` stay free for others; `openFile` writes. Tests put a small disk in their place. */
export type BlobStoreOptions = { lowWaterBytes?: number; openFile?: OpenFile }

/**
 * Blobs as files below `dir`, `<first two digits>/<sha256>`. A blob appears whole or not at all: it is written to a
 * temporary name, synced, then renamed. Several processes and machines may share the directory.
 */
export function openBlobStore(
  dir: string,
  { lowWaterBytes = LOW_WATER_BYTES, openFile = open }: BlobStoreOptions = {},
): BlobStore {
  const room = openRoom(dir, lowWaterBytes, openFile)
  const pathOf = (sha256: string): string => {
    if (!SHA256.test(sha256))
      throw new AppError('invalid', 'A blob is named by 64 hexadecimal digits.', { sha256 })
    return join(dir, sha256.slice(0, 2), sha256)
  }
  /** Makes a blob new again and says whether it is there. The sweep looks at this time after it has moved a blob away. */
  const has = async (sha256: string): Promise<boolean> => {
    const now = new Date()
    return utimes(pathOf(sha256), now, now).then(
      () => true,
      // A file of another user cannot be touched, but it is there.
      (error: unknown) => !isMissing(error) && access(pathOf(sha256)).then(() => true),
    )
  }

  async function write(temporary: string, content: Uint8Array | AsyncIterable<Uint8Array>, maxBytes: number) {
    const handle = await openFile(temporary, 'wx', 0o640)
    try {
      const hash = createHash('sha256')
      let bytes = 0
      for await (const piece of piecesOf(content)) {
        bytes += piece.length
        if (bytes > maxBytes)
          throw new AppError('limit', `The file is larger than ${maxBytes} bytes.`, { maxBytes })
        hash.update(piece)
        await handle.writeFile(piece)
      }
      await handle.sync()
      return { sha256: hash.digest('hex'), bytes }
    } finally {
      await handle.close()
    }
  }

  async function stage(
    content: Uint8Array | AsyncIterable<Uint8Array>,
    maxBytes = Number.POSITIVE_INFINITY,
  ): Promise<StagedBlob> {
    await room.require()
    await mkdir(join(dir, 'tmp'), { recursive: true })
    const temporary = join(dir, 'tmp', randomUUID())
    const drop = () => rm(temporary, { force: true })
    try {
      const written = await write(temporary, content, maxBytes)
      const path = pathOf(written.sha256)
      const keep = async () => {
        try {
          if (await has(written.sha256)) return
          await mkdir(dirname(path), { recursive: true })
          await rename(temporary, path)
          await syncDirectory(dirname(path))
        } catch (error) {
          throw room.refuse(error)
        }
      }
      return { ...written, keep, drop }
    } catch (error) {
      await drop()
      throw room.refuse(error)
    }
  }

  return {
    has,
    room: room.read,
    stage,
    async put(content, maxBytes) {
      const staged = await stage(content, maxBytes)
      try {
        await staged.keep()
        return { sha256: staged.sha256, bytes: staged.bytes }
      } finally {
        await staged.drop()
      }
    },
    async get(sha256) {
      const bytes = await readFile(pathOf(sha256)).catch((error: unknown) => {
        throw isMissing(error) ? notFound('blob', sha256) : error
      })
      const found = createHash('sha256').update(bytes).digest('hex')
      if (found !== sha256) throw new AppError('internal', 'A stored file is damaged.', { sha256, found })
      return bytes
    },
    async fileOf(sha256) {
      if (!(await has(sha256))) throw notFound('blob', sha256)
      return resolve(pathOf(sha256))
    },
    sweep: (rules) => sweepBlobs(dir, rules),
    async *stream(sha256) {
      if (!(await has(sha256))) throw notFound('blob', sha256)
      yield* createReadStream(pathOf(sha256)) as AsyncIterable<Uint8Array>
    },
  }
}
