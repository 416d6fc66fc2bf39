const BARE = ['-Infinity', 'Infinity', 'NaN'] as const
const STARTS = new Set(['N', 'I', '-'])

/** Puts the number words of Python's json module into quotes; what stands inside a string is left alone. */
function quoteNumberWords(text: string): string {
  const parts: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? ''
    if (char === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++
      continue
    }
    if (!STARTS.has(char)) continue
    const word = BARE.find((one) => text.startsWith(one, at))
    if (word === undefined) continue
    parts.push(text.slice(from, at), `"${word}"`)
    at += word.length - 1
    from = at + 1
  }
  return parts.join('') + text.slice(from)
}

/**
 * Parses JSON as Python writes it: bare NaN and infinities come back as the strings "NaN", "Infinity" and
 * "-Infinity". Undefined for what is not JSON.
 */
export function parseLenientJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    try {
      return JSON.parse(quoteNumberWords(text))
    } catch {
      return undefined
    }
  }
}

/** True for a plain object. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

const DEPTH = 8

/** Leaves of a nested object with their path, parts joined by `/`. Lists and typed media objects are left out. */
export function* leavesOf(
  value: Record<string, unknown>,
  prefix = '',
  depth = 0,
): Generator<[key: string, value: unknown]> {
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue
    const inner = value[key]
    const path = prefix === '' ? key : `${prefix}/${key}`
    if (!isRecord(inner)) yield [path, inner]
    else if (depth < DEPTH && !Object.hasOwn(inner, '_type')) yield* leavesOf(inner, path, depth + 1)
  }
}
