import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { type ArchiveLimits, UPLOAD_LIMITS } from '#lib/packs/archive-limits.ts'
import { readArchive } from '#lib/packs/read-archive.ts'
import { foreignContent, headOfPieces, WORKBOOK } from '#lib/tables/foreign-content.ts'
import type { LogFile } from '#lib/training/parsers/parsed-run.ts'

/** Folders of logs lie deeper than tasks and hold more in fewer files. */
export const LOG_ARCHIVE_LIMITS: ArchiveLimits = {
  ...UPLOAD_LIMITS,
  entries: 5_000,
  totalBytes: 2 ** 30,
  entryBytes: 256 * 2 ** 20,
  depth: 16,
}

const ZIP = [0x50, 0x4b, 0x03, 0x04]
const EMPTY_ZIP = [0x50, 0x4b, 0x05, 0x06]

/** True for a file that begins as zip archives do. */
export async function isZip(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer: head } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return [ZIP, EMPTY_ZIP].some((magic) => magic.every((byte, at) => head[at] === byte))
  } finally {
    await handle.close()
  }
}

/** A workbook is a zip too, and one file to whoever sends it. */
const isWorkbook = async (file: string): Promise<boolean> =>
  foreignContent(await headOfPieces(createReadStream(file)))?.what === WORKBOOK.what

/** The files of an upload: those of a zip, opened under limits, or the one that it is. */
export async function logFilesOf(file: string, filename: string): Promise<LogFile[]> {
  if (!(await isZip(file)) || (await isWorkbook(file))) {
    const { size } = await stat(file)
    return [{ path: filename, bytes: size, open: () => createReadStream(file) }]
  }
  const { files } = await readArchive(file, LOG_ARCHIVE_LIMITS)
  return files.map(({ path, bytes, stream }) => ({ path, bytes, open: stream }))
}
