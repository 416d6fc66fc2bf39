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

/** Bytes that arrive in pieces, taken in parts; memory is bounded by what is asked for. */
function openSource(chunks: AsyncIterable<Uint8Array>) {
  const iterator = chunks[Symbol.asyncIterator]()
  let held: Uint8Array = EMPTY
  let at = 0
  let offset = 0
  /** `count` bytes; null when the file ends before. */
  async function take(count: number): Promise<Uint8Array | null> {
    if (held.length - at < count) {
      const parts = [held.subarray(at)]
      let length = held.length - at
      while (length < count) {
        const next = await iterator.next()
        if (next.done) break
        parts.push(next.value)
        length += next.value.length
      }
      held = parts.length === 1 ? (parts[0] ?? EMPTY) : Buffer.concat(parts)
      at = 0
      if (length < count) return null
    }
    const part = held.subarray(at, at + count)
    at += count
    offset += count
    return part
  }
  async function skip(count: number): Promise<boolean> {
    for (let left = count; left > 0; ) {
      const some = Math.min(left, 2 ** 20)
      if ((await take(some)) === null) return false
      left -= some
    }
    return true
  }
  return { take, skip, rest: () => held.length - at, offset: () => offset }
}

/**
 * Payloads of a TFRecord file: length, checksum of the length, payload, checksum of the payload. A cut tail, as of a
 * file that is still written, ends the reading; a damaged payload is left out; a damaged length ends it too, as nobody
 * knows where the next record begins.
 */
export async function* readRecords(
  chunks: AsyncIterable<Uint8Array>,
  { recordBytes, notes }: { recordBytes: number; notes: Notes },
): AsyncGenerator<Uint8Array> {
  const source = openSource(chunks)
  for (let record = 1; ; record++) {
    const where = `record ${record} at byte ${source.offset()}`
    const header = await source.take(HEADER)
    if (header === null) {
      if (source.rest() > 0)
        notes.add(
          'cut',
          where,
          'The last record is cut off; what stands before it is read.',
          'Import the file again once the trainer has ended.',
        )
      return
    }
    const length = recordLength(header)
    if (length === null) {
      notes.add('length', where, 'The file is damaged here; what stands before is read.', AGAIN)
      return
    }
    if (length > recordBytes) {
      notes.add(
        'large',
        where,
        `A record of ${length} bytes is too large; it is left out.`,
        'Log scalars in a file of their own.',
      )
      if (!(await source.skip(length + FOOTER))) return
      continue
    }
    const body = await source.take(length + FOOTER)
    if (body === null) {
      notes.add(
        'cut',
        where,
        'The last record is cut off; what stands before it is read.',
        'Import the file again once the trainer has ended.',
      )
      return
    }
    if (viewOf(body).getUint32(length, true) !== maskedCrc32c(body, 0, length))
      notes.add('checksum', where, 'A record does not match its checksum; it is left out.', AGAIN)
    else yield body.subarray(0, length)
  }
}
