/** Lines of one piece of a file. A line that is longer than allowed is null. `number` is that of the first. */
export type LineBatch = { number: number; lines: (string | null)[]; isLast: boolean }

function decoderOf(first: Uint8Array): TextDecoder {
  if (first[0] === 0xff && first[1] === 0xfe) return new TextDecoder('utf-16le')
  if (first[0] === 0xfe && first[1] === 0xff) return new TextDecoder('utf-16be')
  return new TextDecoder('utf-8')
}

/** Text of a file in pieces: UTF-8, or UTF-16 with its mark; a byte that is not text becomes a replacement sign. */
export async function* readText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue
    decoder ??= decoderOf(chunk)
    yield decoder.decode(chunk, { stream: true })
  }
  const rest = decoder?.decode() ?? ''
  if (rest !== '') yield rest
}

/** Lines of a text file without their ends, batch by batch; the last batch holds what no line end closed. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  lineLength: number,
): AsyncGenerator<LineBatch> {
  let rest = ''
  let tooLong = false
  let number = 1
  for await (const text of readText(chunks)) {
    const parts = text.split('\n')
    const lines: (string | null)[] = []
    for (let i = 0; i < parts.length - 1; i++) {
      const line = rest + (parts[i] ?? '')
      lines.push(tooLong || line.length > lineLength ? null : line.endsWith('\r') ? line.slice(0, -1) : line)
      rest = ''
      tooLong = false
    }
    rest += parts.at(-1) ?? ''
    if (rest.length > lineLength) {
      rest = ''
      tooLong = true
    }
    yield { number, lines, isLast: false }
    number += lines.length
  }
  yield { number, lines: tooLong ? [null] : rest === '' ? [] : [rest], isLast: true }
}

/** The whole text; null when the file is larger than `bytes`. */
export async function readAllText(chunks: AsyncIterable<Uint8Array>, bytes: number): Promise<string | null> {
  const parts: string[] = []
  let length = 0
  for await (const text of readText(chunks)) {
    length += text.length
    if (length > bytes) return null
    parts.push(text)
  }
  return parts.join('')
}
