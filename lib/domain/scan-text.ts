/** Scanners for strangers' text: each looks at a character a bounded number of times, whatever the text is. */

/** The text without the characters of `unwanted` at its end. */
export function trimEndOf(text: string, unwanted: string): string {
  let end = text.length
  while (end > 0 && unwanted.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** The text without the characters of `unwanted` at its start and its end. */
export function trimOf(text: string, unwanted: string): string {
  let start = 0
  while (start < text.length && unwanted.includes(text.charAt(start))) start++
  return trimEndOf(text.slice(start), unwanted)
}

/** Lines without their ends, one after the other, so that a reader may stop early. */
export function* linesOf(text: string): Generator<string> {
  for (let at = 0; at <= text.length; ) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end === -1 ? text.length : end)
    yield line.endsWith('\r') ? line.slice(0, -1) : line
    if (end === -1) return
    at = end + 1
  }
}
