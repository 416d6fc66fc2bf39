import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { Entry, ZipFile } from 'yauzl'
import { AppError, isAppError } from '#lib/domain/errors.ts'
import { type ArchiveLimits, UPLOAD_LIMITS } from '#lib/packs/archive-limits.ts'
import { foldedPath, pathObjection } from '#lib/packs/archive-path.ts'
import { openZip, unpackEntry, type ZipSource } from '#lib/packs/zip-source.ts'
import { FOREIGN_HEAD_BYTES, foreignContent } from '#lib/tables/foreign-content.ts'

/** One regular file of an archive; it is unpacked again at every call, checked against size and checksum. */
export type ArchiveFile = {
  path: string
  bytes: number
  /** The whole file in memory: for files whose `bytes` were looked at. */
  read(): Promise<Uint8Array>
  /** The file in small pieces; throws `invalid` at the end of one that is damaged. */
  stream(): AsyncIterable<Uint8Array>
  /** Why it is never unpacked: what reading it throws. Absent: nothing in its headers speaks against it. */
  refusal?: AppError
}
export type Archive = { files: ArchiveFile[]; totalBytes: number }

const LOCAL_HEADER_BYTES = 30
const TYPE_MASK = 0o170000
const REGULAR = 0o100000
const DIRECTORY = 0o040000
const SYMLINK = 0o120000

function refuse(file: string | null, reason: string, fix: string): AppError {
  const where = file === null ? 'The archive' : `"${file.slice(0, 120)}"`
  return new AppError('invalid', `${where} ${reason}. ${fix}`, { file, reason, fix })
}

function decodeName(raw: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw)
  } catch {
    throw refuse(
      raw.toString('latin1'),
      'has a name that is not UTF-8',
      'Pack it again with UTF-8 file names.',
    )
  }
}

/** Why a file is not unpacked, from its headers; null: it may be. Its neighbours are read all the same. */
function refusalOf(path: string, entry: Entry, limits: ArchiveLimits): AppError | null {
  const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK
  if (type === SYMLINK) return refuse(path, 'is a symbolic link', 'Put the file itself into the archive.')
  if (type !== 0 && type !== REGULAR && type !== DIRECTORY)
    return refuse(path, 'is neither a file nor a folder', 'Leave it out of the archive.')
  if ((entry.generalPurposeBitFlag & 0x2041) !== 0)
    return refuse(path, 'is encrypted', 'Pack the folder without a password.')
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    return refuse(
      path,
      `uses compression method ${entry.compressionMethod}`,
      'Pack it as an ordinary zip (deflate).',
    )
  if (entry.uncompressedSize > limits.entryBytes)
    return refuse(
      path,
      `unpacks to more than ${mebibytes(limits.entryBytes)}`,
      'Use a smaller sample of the data.',
    )
  const suspicious = entry.uncompressedSize > limits.ratioFromBytes
  if (suspicious && entry.uncompressedSize > limits.ratio * entry.compressedSize)
    return refuse(
      path,
      `unpacks to more than ${limits.ratio} times its packed size`,
      'Leave padding and empty data out.',
    )
  return null
}

const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`

/** Entries that share bytes of the archive are how small files unpack to terabytes. */
function checkOverlap(entries: readonly { path: string; entry: Entry }[]): void {
  const byOffset = [...entries].sort(
    (a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader,
  )
  let end = 0
  for (const { path, entry } of byOffset) {
    if (entry.relativeOffsetOfLocalHeader < end)
      throw refuse(
        path,
        'shares its bytes with another entry',
        'Pack the folder again with an ordinary zip program.',
      )
    end = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.compressedSize
  }
}

function checkNames(paths: readonly string[]): void {
  const seen = new Map<string, string>()
  for (const path of paths) {
    const other = seen.get(foldedPath(path))
    if (other === path) throw refuse(path, 'is in the archive twice', 'Keep one of the two.')
    if (other !== undefined)
      throw refuse(path, `differs from "${other}" only by case or accents`, 'Rename one of the two.')
    seen.set(foldedPath(path), path)
  }
  for (const path of paths) {
    const segments = foldedPath(path).split('/')
    for (let depth = 1; depth < segments.length; depth++) {
      const parent = seen.get(segments.slice(0, depth).join('/'))
      if (parent !== undefined && !parent.endsWith('/'))
        throw refuse(parent, 'is a file and a folder at once', 'Rename one of the two.')
    }
  }
}

type Listed = { path: string; entry: Entry; refusal: AppError | null }

function listEntries(zip: ZipFile, limits: ArchiveLimits): Promise<Listed[]> {
  if (zip.entryCount > limits.entries)
    throw refuse(null, `has more than ${limits.entries} files`, 'Split it into several uploads.')
  const found: Listed[] = []
  return new Promise((resolve, reject) => {
    zip.on('error', reject)
    zip.on('end', () => resolve(found))
    zip.on('entry', (entry: Entry) => {
      try {
        const name = decodeName(entry.fileNameRaw)
        const isParted = limits.backslash === 'folder' && !name.includes('/')
        const path = isParted ? name.replaceAll('\\', '/') : name
        // Clutter is never unpacked, so that no limit is for it: a companion lies one folder deeper than its file.
        if (!limits.isIgnored(path)) {
          const objection = pathObjection(path, limits)
          if (objection !== null) throw refuse(path, objection, 'Rename it and pack the folder again.')
          found.push({ path, entry, refusal: refusalOf(path, entry, limits) })
        }
        zip.readEntry()
      } catch (error) {
        reject(error)
      }
    })
    zip.readEntry()
  })
}

async function* unpack(source: ZipSource, { path, entry, refusal }: Listed): AsyncGenerator<Uint8Array> {
  if (refusal !== null) throw refusal
  const damaged = () => refuse(path, 'is damaged', 'Pack the folder again.')
  let bytes = 0
  let sum = 0
  try {
    for await (const part of unpackEntry(source, entry)) {
      bytes += part.length
      // What an entry really unpacks to is never more than what was checked against the limits.
      if (bytes > entry.uncompressedSize) throw damaged()
      sum = crc32(part, sum)
      yield part
    }
  } catch (error) {
    throw isAppError(error) ? error : damaged()
  }
  if (bytes !== entry.uncompressedSize || sum !== entry.crc32) throw damaged()
}

async function collect(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const part of parts) all.push(part)
  return Buffer.concat(all)
}

const isZipHead = (head: Uint8Array): boolean => head[0] === 0x50 && head[1] === 0x4b

async function headOfArchive(archive: Uint8Array | string): Promise<Uint8Array> {
  if (typeof archive !== 'string') return archive.subarray(0, FOREIGN_HEAD_BYTES)
  const file = await open(archive)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(FOREIGN_HEAD_BYTES), 0, FOREIGN_HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/**
 * Opens a zip archive from a stranger: bytes in memory, or the path of a file, of which only what is asked for is
 * read. Throws `invalid`, naming the entry, what is wrong and the fix, where the listing itself lies: paths that leave
 * the archive, names that collide, entries that overlap, too many of them or too many bytes. A file that is not to be
 * unpacked (a link, a device, a password, a bomb by size or ratio) counts no bytes, and reading it throws in the same
 * words. The listing is complete and checked before the first byte is unpacked.
 */
export async function readArchive(
  archive: Uint8Array | string,
  limits: ArchiveLimits = UPLOAD_LIMITS,
): Promise<Archive> {
  try {
    const source = await openZip(archive)
    const entries = await listEntries(source.zip, limits)
    checkOverlap(entries)
    checkNames(entries.map(({ path }) => path))
    const files = entries
      .filter(({ path, refusal }) => refusal !== null || !path.endsWith('/'))
      .map((listed) => ({
        path: listed.path.replace(/\/$/, ''),
        bytes: listed.refusal === null ? listed.entry.uncompressedSize : 0,
        read: () => collect(unpack(source, listed)),
        stream: () => unpack(source, listed),
        ...(listed.refusal !== null && { refusal: listed.refusal }),
      }))
    const totalBytes = files.reduce((sum, file) => sum + file.bytes, 0)
    if (totalBytes > limits.totalBytes)
      throw refuse(
        null,
        `unpacks to more than ${mebibytes(limits.totalBytes)}`,
        'Split it into several uploads.',
      )
    if (files.length === 0) throw refuse(null, 'has no files', 'Pack at least one task folder.')
    return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), totalBytes }
  } catch (error) {
    if (isAppError(error)) throw error
    const head = await headOfArchive(archive)
    const foreign = isZipHead(head) ? null : foreignContent(head)
    if (foreign !== null) throw refuse(null, foreign.what, foreign.fix)
    throw refuse(null, 'is not a readable zip file', 'Upload a .zip made by an ordinary zip program.')
  }
}
