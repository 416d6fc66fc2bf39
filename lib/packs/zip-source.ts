import { type FileHandle, open } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { type Entry, fromBuffer, fromFd, type Options, type ZipFile } from 'yauzl'

/** A zip and how to read a part of it: of a file only the parts are read that are asked for. */
export type ZipSource = { zip: ZipFile; part(start: number, end: number): Readable }

// Names come as raw bytes, so that our own rules see them before any clean-up.
const OPTIONS: Options = {
  lazyEntries: true,
  autoClose: false,
  decodeStrings: false,
  validateEntrySizes: true,
}

const PIECE = 64 * 1024

/** A part of a file. Node's own stream closes the file when it is left before its end. */
async function* piecesOf(file: FileHandle, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; ) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(PIECE, end - at)), 0, null, at)
    if (bytesRead === 0) throw new Error('the file ends too early')
    yield buffer.subarray(0, bytesRead)
    at += bytesRead
  }
}

/** Opens the bytes of a zip, or the file at a path; it stays open as long as this process. */
export async function openZip(source: Uint8Array | string): Promise<ZipSource> {
  const { promise, resolve, reject } = Promise.withResolvers<ZipFile>()
  const opened = (error: Error | null, zip: ZipFile) => (error ? reject(error) : resolve(zip))
  if (typeof source === 'string') {
    const file = await open(source)
    fromFd(file.fd, OPTIONS, opened)
    const zip = await promise
    return { zip, part: (start, end) => Readable.from(piecesOf(file, start, end), { objectMode: false }) }
  }
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  fromBuffer(bytes, OPTIONS, opened)
  return {
    zip: await promise,
    part: (start, end) => Readable.from([bytes.subarray(start, end)], { objectMode: false }),
  }
}

const dataStart = (zip: ZipFile, entry: Entry): Promise<number> =>
  new Promise((resolve, reject) => {
    zip.readLocalFileHeader(entry, { minimal: true }, (error, header) =>
      error ? reject(error) : resolve(header.fileDataStart),
    )
  })

/**
 * What an entry unpacks to, in pieces; may be left before its end. yauzl's own streams may not: they read on from
 * what was closed.
 */
export async function* unpackEntry({ zip, part }: ZipSource, entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry.compressedSize === 0) return
  const start = await dataStart(zip, entry)
  const packed = part(start, start + entry.compressedSize)
  if (entry.compressionMethod === 0) {
    yield* packed
    return
  }
  const inflate = createInflateRaw()
  // What goes wrong in the packed part destroys the unpacked one with the same error, which the reader gets.
  pipeline(packed, inflate, () => undefined)
  yield* inflate
}
