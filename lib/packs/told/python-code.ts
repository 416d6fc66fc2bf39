/** The longest text in quotes that can be an option of a call. */
const OPTION = 20

/** Where a string ends whose quotes begin at `at`; the end of the code where it is never closed. */
function endOfString(code: string, at: number, quotes: string): number {
  for (let next = at + quotes.length; next < code.length; next++) {
    if (code[next] === '\\') next++
    else if (code.startsWith(quotes, next)) return next
    // A string of single quotes ends with its line, closed or not.
    else if (quotes.length === 1 && code[next] === '\n') return next
  }
  return code.length
}

/**
 * Python source as calls can be found in it: without comments and documentation. Short strings stay, without their
 * quotes, as options of calls are such. Nothing of it is ever run.
 */
export function pythonCode(source: string): string {
  const parts: string[] = []
  for (let at = 0; at < source.length; ) {
    const mark = source.charAt(at)
    if (mark === '#') {
      const end = source.indexOf('\n', at)
      at = end === -1 ? source.length : end
    } else if (mark === '"' || mark === "'") {
      const quotes = source.startsWith(mark.repeat(3), at) ? mark.repeat(3) : mark
      const end = endOfString(source, at, quotes)
      const inner = source.slice(at + quotes.length, end)
      if (quotes.length === 1 && inner.length <= OPTION && /^\w*$/.test(inner)) parts.push(inner)
      // What ends a line is not part of the string that it ends.
      at = source[end] === '\n' ? end : end + quotes.length
    } else {
      parts.push(mark)
      at++
    }
  }
  return parts.join('')
}
