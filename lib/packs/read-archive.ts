import { crc32 } from 'node:zlib'
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'
import { AppError, isAppError } from '#lib/domain/errors.ts'
import { type ArchiveLimits, UPLOAD_LIMITS } from '#lib/packs/archive-limits.ts'
import { foldedPath, isClutter, pathObjection } from '#lib/packs/archive-path.ts'

/** One regular file of an archive; `read` unpacks it again at every call, checked against size and checksum. */
export type ArchiveFile = { path: string; bytes: number; read(): Promise<Uint8Array> }
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

/** Everything about one entry that its headers can be refused for. */
function checkEntry(path: string, entry: Entry, limits: ArchiveLimits): void {
  const objection = pathObjection(path, limits)
  if (objection !== null) throw refuse(path, objection, 'Rename it and pack the folder again.')
  const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK
  if (type === SYMLINK) throw refuse(path, 'is a symbolic link', 'Put the file itself into the archive.')
  if (type !== 0 && type !== REGULAR && type !== DIRECTORY)
    throw refuse(path, 'is neither a file nor a folder', 'Leave it out of the archive.')
  if ((entry.generalPurposeBitFlag & 0x2041) !== 0)
    throw refuse(path, 'is encrypted', 'Pack the folder without a password.')
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    throw refuse(
      path,
      `uses compression method ${entry.compressionMethod}`,
      'Pack it as an ordinary zip (deflate).',
    )
  if (entry.uncompressedSize > limits.entryBytes)
    throw refuse(
      path,
      `unpacks to more than ${mebibytes(limits.entryBytes)}`,
      'Use a smaller sample of the data.',
    )
  const suspicious = entry.uncompressedSize > limits.ratioFromBytes
  if (suspicious && entry.uncompressedSize > limits.ratio * entry.compressedSize)
    throw refuse(
      path,
      `unpacks to more than ${limits.ratio} times its packed size`,
      'Leave padding and empty data out.',
    )
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
    const twin = seen.get(foldedPath(path))
    if (twin === path) throw refuse(path, 'is in the archive twice', 'Keep one of the two.')
    if (twin !== undefined)
      throw refuse(path, `differs from "${twin}" only by case or accents`, 'Rename one of the two.')
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

function openZip(bytes: Uint8Array): Promise<ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // Names come as raw bytes, so that our own rules see them before any clean-up.
  const options = {
    lazyEntries: true,
    autoClose: false,
    decodeStrings: false,
    validateEntrySizes: true,
  } as const
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, options, (error, zip) => (error ? reject(error) : resolve(zip)))
  })
}

function listEntries(zip: ZipFile, limits: ArchiveLimits): Promise<{ path: string; entry: Entry }[]> {
  if (zip.entryCount > limits.entries)
    throw refuse(null, `has more than ${limits.entries} files`, 'Split it into several uploads.')
  const found: { path: string; entry: Entry }[] = []
  return new Promise((resolve, reject) => {
    zip.on('error', reject)
    zip.on('end', () => resolve(found))
    zip.on('entry', (entry: Entry) => {
      try {
        const path = decodeName(entry.fileNameRaw)
        checkEntry(path, entry, limits)
        found.push({ path, entry })
        zip.readEntry()
      } catch (error) {
        reject(error)
      }
    })
    zip.readEntry()
  })
}

function unpack(zip: ZipFile, path: string, entry: Entry): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(refuse(path, 'is damaged', 'Pack the folder again.'))
    zip.openReadStream(entry, (error, stream) => {
      if (error) return fail()
      const parts: Buffer[] = []
      let bytes = 0
      stream.on('error', fail)
      stream.on('data', (part: Buffer) => {
        bytes += part.length
        if (bytes > entry.uncompressedSize) stream.destroy(new Error('longer than declared'))
        else parts.push(part)
      })
      stream.on('end', () => {
        const content = Buffer.concat(parts)
        if (content.length !== entry.uncompressedSize || crc32(content) !== entry.crc32) fail()
        else resolve(content)
      })
    })
  })
}

/**
 * Opens a zip archive from a stranger, in memory. Throws `invalid`, naming the entry, what is wrong and the fix:
 * paths that leave the archive, links, devices, passwords, bombs (by size, ratio, count or overlap), names that
 * collide. The listing is complete and checked before the first byte is unpacked.
 */
export async function readArchive(
  bytes: Uint8Array,
  limits: ArchiveLimits = UPLOAD_LIMITS,
): Promise<Archive> {
  try {
    const zip = await openZip(bytes)
    const entries = await listEntries(zip, limits)
    checkOverlap(entries)
    checkNames(entries.map(({ path }) => path))
    const files = entries
      .filter(({ path }) => !path.endsWith('/') && !isClutter(path))
      .map(({ path, entry }) => ({
        path,
        bytes: entry.uncompressedSize,
        read: () => unpack(zip, path, entry),
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
    throw refuse(null, 'is not a readable zip file', 'Upload a .zip made by an ordinary zip program.')
  }
}
