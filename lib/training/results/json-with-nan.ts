/** The three tokens that Python's `json.dumps` writes although JSON has no word for them. */
const BARE = /-?\bInfinity\b|\bNaN\b/g
const [QUOTE, BACKSLASH] = ['"'.charCodeAt(0), '\\'.charCodeAt(0)]

/** Index after the string that opens at `open`; the end of the text for one that never closes. */
function endOfString(text: string, open: number): number {
  let at = open + 1
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at + 1
    at += code === BACKSLASH ? 2 : 1
  }
  return text.length
}

/**
 * Parses JSON in which NaN and the infinities stand as bare tokens; they read as null. Throws a SyntaxError. One pass,
 * as a stranger wrote the text: a pattern for strings would take a square of its length on one that never closes.
 */
export function parseJsonWithNaN(text: string): unknown {
  const parts: string[] = []
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf('"', at)
    const end = open === -1 ? text.length : open
    parts.push(text.slice(at, end).replace(BARE, 'null'))
    if (open === -1) break
    at = endOfString(text, open)
    parts.push(text.slice(open, at))
  }
  return JSON.parse(parts.join(''))
}
