import { setImmediate } from 'node:timers/promises'
import { type ArchiveLimits, UPLOAD_LIMITS } from '#lib/packs/archive-limits.ts'
import { readArchive } from '#lib/packs/read-archive.ts'
import type { LogFile } from '#lib/training/parsers/parsed-run.ts'
import type { Deps } from '#workers/deps.ts'

/** Folders of logs lie deeper than tasks and hold more in fewer files. */
export const LOG_ARCHIVE_LIMITS: ArchiveLimits = {
  ...UPLOAD_LIMITS,
  entries: 5_000,
  totalBytes: 2 ** 30,
  entryBytes: 256 * 2 ** 20,
  depth: 16,
}

const PIECE_BYTES = 256 * 1024
const ZIP = [0x50, 0x4b, 0x03, 0x04]
const EMPTY_ZIP = [0x50, 0x4b, 0x05, 0x06]

async function isZip(chunks: AsyncIterable<Uint8Array>): Promise<boolean> {
  for await (const chunk of chunks)
    return [ZIP, EMPTY_ZIP].some((magic) => magic.every((byte, at) => chunk[at] === byte))
  return false
}

/** An unpacked entry in pieces with a breath between them: the worker's leases are renewed meanwhile. */
async function* piecesOf(read: () => Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  const whole = await read()
  for (let at = 0; at < whole.length; at += PIECE_BYTES) {
    yield whole.subarray(at, at + PIECE_BYTES)
    await setImmediate()
  }
}

/** The files of an upload: those of a zip, opened under limits, or the one that it is. */
export async function logFilesOf(
  { blobs, db }: Pick<Deps, 'blobs' | 'db'>,
  { blob, filename }: { blob: string; filename: string },
): Promise<LogFile[]> {
  if (await isZip(blobs.stream(blob))) {
    const { files } = await readArchive(await blobs.get(blob), LOG_ARCHIVE_LIMITS)
    return files.map(({ path, bytes, read }) => ({
      path,
      bytes,
      open: () => piecesOf(read),
    }))
  }
  const { bytes } = await db.blob.findUniqueOrThrow({ where: { sha256: blob }, select: { bytes: true } })
  return [{ path: filename, bytes: Number(bytes), open: () => blobs.stream(blob) }]
}
