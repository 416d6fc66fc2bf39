import type { Notes } from '#lib/training/parsers/notes.ts'
import { maskedCrc32c } from '#lib/training/parsers/tensorboard/crc32c.ts'

const HEADER = 12
const FOOTER = 4
const EMPTY = new Uint8Array(0)
const AGAIN = 'Copy the file again from where it was written.'

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Length of the record that a header announces; null when its checksum does not match. */
export function recordLength(bytes: Uint8Array, at = 0): number | null {
  const view = viewOf(bytes)
  if (view.getUint32(at + 8, true) !== maskedCrc32c(bytes, at, at + 8)) return null
  return view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true)
}

const CUT = 'The last record is cut off; what stands before it is read.'
const LATER = 'Import the file again once the trainer has ended.'

/** Where the reading of a file stands: bytes that are not read yet, and how many of the coming ones to pass over. */
type Reading = { held: Uint8Array; offset: number; record: number; skip: number; isOver: boolean }

/** Takes every whole record out of what is held. */
function takeRecords(reading: Reading, recordBytes: number, notes: Notes): Uint8Array[] {
  const { held } = reading
  const payloads: Uint8Array[] = []
  let at = 0
  const where = () => `record ${reading.record} at byte ${reading.offset + at}`
  while (held.length - at >= HEADER && !reading.isOver) {
    const length = recordLength(held, at)
    if (length === null) {
      notes.add('length', where(), 'The file is damaged here; what stands before is read.', AGAIN)
      reading.isOver = true
      break
    }
    const bytes = HEADER + length + FOOTER
    if (length > recordBytes) {
      const message = `A record of ${length} bytes is too large; it is left out.`
      notes.add('large', where(), message, 'Log scalars in a file of their own.')
      reading.skip = bytes - Math.min(bytes, held.length - at)
      at += Math.min(bytes, held.length - at)
      reading.record++
      continue
    }
    if (held.length - at < bytes) break
    const from = at + HEADER
    const checksum = viewOf(held).getUint32(from + length, true)
    if (checksum === maskedCrc32c(held, from, from + length))
      payloads.push(held.subarray(from, from + length))
    else notes.add('checksum', where(), 'A record does not match its checksum; it is left out.', AGAIN)
    at += bytes
    reading.record++
  }
  reading.offset += at
  reading.held = held.subarray(at)
  return payloads
}

/**
 * Payloads of a TFRecord file, a batch for each piece of it: length, checksum of the length, payload, checksum of the
 * payload. A cut tail, as of a file that is still written, ends the reading; a damaged payload is left out; a damaged
 * length ends it too, as nobody knows where the next record begins.
 */
export async function* readRecords(
  chunks: AsyncIterable<Uint8Array>,
  { recordBytes, notes }: { recordBytes: number; notes: Notes },
): AsyncGenerator<Uint8Array[]> {
  const reading: Reading = { held: EMPTY, offset: 0, record: 1, skip: 0, isOver: false }
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  for await (const chunk of chunks) {
    const passed = Math.min(reading.skip, chunk.length)
    reading.skip -= passed
    reading.offset += passed
    waiting.push(chunk.subarray(passed))
    waitingBytes += chunk.length - passed
    // A record that is longer than a piece is put together once it is whole, not at every piece.
    if (waitingBytes < reading.held.length && reading.held.length > HEADER) {
      const need = HEADER + (recordLength(reading.held) ?? 0) + FOOTER
      if (reading.held.length + waitingBytes < need) continue
    }
    reading.held =
      reading.held.length === 0 && waiting.length === 1
        ? (waiting[0] ?? EMPTY)
        : Buffer.concat([reading.held, ...waiting])
    waiting = []
    waitingBytes = 0
    yield takeRecords(reading, recordBytes, notes)
    if (reading.isOver) return
  }
  reading.held = Buffer.concat([reading.held, ...waiting])
  yield takeRecords(reading, recordBytes, notes)
  if (reading.held.length > 0 && !reading.isOver)
    notes.add('cut', `record ${reading.record} at byte ${reading.offset}`, CUT, LATER)
}
