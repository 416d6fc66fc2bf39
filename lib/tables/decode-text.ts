import {
  ENCODING_WORDS,
  type Encoding,
  encodingOfBytes,
  encodingOfMark,
  encodingOfZeros,
} from '#lib/tables/detect-encoding.ts'
import { refuseForeign } from '#lib/tables/foreign-file.ts'
import { type OnNote, TableRefusal } from '#lib/tables/table-note.ts'

/** Bytes that the first look needs, and how many are read behind the first that is not ASCII before it is decided. */
const HEAD_BYTES = 4096
const WINDOW_BYTES = 64 * 1024
const SAVE_AS = 'Save the file as UTF-8.'
const REPLACED = '\uFFFD'
const NOTHING = new Uint8Array()

const isAscii = (bytes: Uint8Array): boolean => {
  for (const byte of bytes) if (byte >= 0x80) return false
  return true
}

/** Joins pieces until they are `bytes` long or the file ends. */
async function gather(
  pieces: AsyncIterator<Uint8Array>,
  first: readonly Uint8Array[],
  bytes: number,
): Promise<Uint8Array> {
  const held = [...first]
  let length = held[0]?.length ?? 0
  while (length < bytes) {
    const next = await pieces.next()
    if (next.done) break
    held.push(next.value)
    length += next.value.length
  }
  return Buffer.concat(held)
}

/** Pieces of a source that hold something, as an iterator that closes the source with it. */
async function* filled(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) if (piece.length > 0) yield piece
}

function statedEncoding(head: Uint8Array, onNote: OnNote): Encoding | null {
  const marked = encodingOfMark(head)
  if (marked === 'unread') throw new TableRefusal('The text is written in UTF-32.', 1, SAVE_AS)
  if (marked !== null) return marked
  const zeros = encodingOfZeros(head)
  if (zeros === 'binary')
    throw new TableRefusal(
      'The file holds zero bytes (U+0000): it is not text.',
      null,
      'Save it as text: a table as CSV, words in UTF-8.',
    )
  if (zeros !== null) noteEncoding(zeros, onNote)
  return zeros
}

function noteEncoding(encoding: Encoding, onNote: OnNote): void {
  onNote({
    kind: 'encoding',
    line: null,
    message: `The text is not UTF-8; it was read as ${ENCODING_WORDS[encoding]}.`,
    next: `Look at names with special characters. ${SAVE_AS}`,
  })
}

/** Decodes piece by piece; a byte that is not text becomes a replacement sign, with one note that says so. */
function openDecoder(encoding: Encoding, firstLine: number, onNote: OnNote): (bytes: Uint8Array) => string {
  const decoder = new TextDecoder(encoding)
  let line = firstLine
  let isNoted = false
  return (bytes) => {
    const text = bytes.length === 0 ? decoder.decode() : decoder.decode(bytes, { stream: true })
    if (isNoted) return text
    const bad = text.indexOf(REPLACED)
    line += linesIn(bad === -1 ? text : text.slice(0, bad))
    if (bad === -1) return text
    isNoted = true
    onNote({
      kind: 'bytes',
      line,
      message: `A character that is no ${ENCODING_WORDS[encoding]} text is read as "${REPLACED}".`,
      next: SAVE_AS,
    })
    return text
  }
}

function linesIn(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}

/** Decides by what stands behind the first byte that is not ASCII. */
function detectedEncoding(window: Uint8Array, onNote: OnNote): Encoding {
  const encoding = encodingOfBytes(window)
  if (encoding === null)
    throw new TableRefusal('The text is neither UTF-8, UTF-16, GBK nor Latin-1.', null, SAVE_AS)
  if (encoding !== 'utf-8') noteEncoding(encoding, onNote)
  return encoding
}

const asciiText = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')

/**
 * The text of a file in pieces, whatever its encoding: by its mark, by its zeros, else by the first bytes that are no
 * ASCII. What was detected and not stated is noted. @throws TableRefusal for what is not text, or in no known encoding
 */
export async function* decodeText(source: AsyncIterable<Uint8Array>, onNote: OnNote): AsyncGenerator<string> {
  const pieces = filled(source)
  try {
    let piece = await gather(pieces, [], HEAD_BYTES)
    refuseForeign(piece)
    const stated = statedEncoding(piece.subarray(0, HEAD_BYTES), onNote)
    let decode = stated === null ? null : openDecoder(stated, 1, onNote)
    for (let line = 1; ; ) {
      if (decode === null && !isAscii(piece)) {
        piece = await gather(pieces, [piece], WINDOW_BYTES)
        decode = openDecoder(detectedEncoding(piece, onNote), line, onNote)
      }
      const text: string = decode === null ? asciiText(piece) : decode(piece)
      if (decode === null) line += linesIn(text)
      yield text
      const next = await pieces.next()
      if (next.done) break
      piece = next.value
    }
    const rest = decode?.(NOTHING) ?? ''
    if (rest !== '') yield rest
  } finally {
    await pieces.return(undefined)
  }
}
