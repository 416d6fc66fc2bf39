import { crc32 } from 'node:zlib'
import type { Notes } from '#lib/training/parsers/notes.ts'

/*
 * The log of W&B and SwanLab, after LevelDB's: seven bytes of head, then blocks of 32 KiB. A record is a checksum, a
 * length, a kind and its data; one that does not fit its block continues in the next. The head counts in the first block.
 */
const BLOCK = 32 * 1024
const HEAD = 7
const FULL = 1
const FIRST = 2
const LAST = 4
const EMPTY = new Uint8Array(0)
const LATER = 'Copy the file again once the run has ended.'

type Reading = {
  /** Bytes that are not taken yet, and where in the file they begin. */
  held: Uint8Array
  offset: number
  parts: Uint8Array[]
  partBytes: number
  isOver: boolean
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Joins the parts of a record; null while it continues, or where it is too large to be read. */
function takePart(reading: Reading, kind: number, data: Uint8Array, limits: Limits): Uint8Array | null {
  if (kind === FULL || kind === FIRST) {
    reading.parts = []
    reading.partBytes = 0
  }
  reading.partBytes += data.length
  if (reading.partBytes > limits.recordBytes) {
    limits.notes.add('large', null, 'A record is too large; it is left out.', 'Log numbers only.')
    reading.parts = []
    return null
  }
  reading.parts.push(data)
  return kind === FULL || kind === LAST ? Buffer.concat(reading.parts) : null
}

type Limits = { recordBytes: number; notes: Notes }

function takeRecords(reading: Reading, limits: Limits): Uint8Array[] {
  const records: Uint8Array[] = []
  const { held } = reading
  const view = viewOf(held)
  let at = 0
  for (;;) {
    const left = BLOCK - ((reading.offset + at) % BLOCK)
    if (left < HEAD) {
      if (held.length - at < left) break
      at += left
      continue
    }
    if (held.length - at < HEAD) break
    const length = view.getUint16(at + 4, true)
    const kind = held[at + 6] ?? 0
    const isSound = kind >= FULL && kind <= LAST && HEAD + length <= left
    if (isSound && held.length - at < HEAD + length) break
    if (!isSound || crc32(held.subarray(at + 6, at + HEAD + length)) !== view.getUint32(at, true)) {
      limits.notes.add(
        'damaged',
        `byte ${reading.offset + at}`,
        'The file is damaged here; what stands before is read.',
        LATER,
      )
      reading.isOver = true
      break
    }
    const record = takePart(reading, kind, held.slice(at + HEAD, at + HEAD + length), limits)
    if (record !== null) records.push(record)
    at += HEAD + length
  }
  reading.held = held.subarray(at)
  reading.offset += at
  return records
}

/** The records of such a file, in order. A damaged record ends it; a cut tail, as of a run that continues, is noted. */
export async function* readBlockLog(
  chunks: AsyncIterable<Uint8Array>,
  limits: Limits,
): AsyncGenerator<Uint8Array> {
  const reading: Reading = { held: EMPTY, offset: 0, parts: [], partBytes: 0, isOver: false }
  let skip = HEAD
  for await (const chunk of chunks) {
    const passed = Math.min(skip, chunk.length)
    skip -= passed
    reading.offset += passed
    reading.held = Buffer.concat([reading.held, chunk.subarray(passed)])
    if (skip === 0) yield* takeRecords(reading, limits)
    if (reading.isOver) return
  }
  if (reading.held.length > 0)
    limits.notes.add(
      'cut',
      `byte ${reading.offset}`,
      'The last record is cut off; what stands before it is read.',
      LATER,
    )
}
