/** A position in a text that is read character by character. */
type Cursor = { text: string; at: number }

const DEPTH = 8
/** What trainers print around numbers: `np.float32(1.0)`, `tensor(0.5, device='cuda:0')`. */
const WRAPPERS = new Set([
  'np.float16',
  'np.float32',
  'np.float64',
  'np.int32',
  'np.int64',
  'numpy.float32',
  'numpy.float64',
  'float',
  'int',
  'tensor',
  'torch.tensor',
  'Decimal',
])
const WORDS: Readonly<Record<string, unknown>> = {
  True: true,
  true: true,
  False: false,
  false: false,
  None: null,
  null: null,
  nan: Number.NaN,
  NaN: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  Infinity: Number.POSITIVE_INFINITY,
}
const NOTHING = Symbol('no literal')
const NUMBER_CHARS = '0123456789.eE+-_'
const isWordChar = (char: string) => /[A-Za-z0-9_.]/.test(char)

function skipSpace(cursor: Cursor): void {
  while (' \t\n\r'.includes(cursor.text[cursor.at] ?? 'x')) cursor.at++
}

function takes(cursor: Cursor, char: string): boolean {
  skipSpace(cursor)
  if (cursor.text[cursor.at] !== char) return false
  cursor.at++
  return true
}

function readString(cursor: Cursor, quote: string): unknown {
  let out = ''
  for (cursor.at++; cursor.at < cursor.text.length; cursor.at++) {
    const char = cursor.text[cursor.at] ?? ''
    if (char === quote) {
      cursor.at++
      return out
    }
    if (char === '\\') cursor.at++
    out += cursor.text[cursor.at] ?? ''
  }
  return NOTHING
}

function readNumber(cursor: Cursor): unknown {
  const from = cursor.at
  while (NUMBER_CHARS.includes(cursor.text[cursor.at] ?? 'x')) cursor.at++
  const text = cursor.text.slice(from, cursor.at)
  if ((text === '-' || text === '+') && isWordChar(cursor.text[cursor.at] ?? ' ')) {
    const word = readWord(cursor, 0)
    return typeof word === 'number' ? (text === '-' ? -word : word) : NOTHING
  }
  const number = Number(text.replaceAll('_', ''))
  return text === '' || Number.isNaN(number) ? NOTHING : number
}

/** A word, or a number inside a wrapper; further arguments of the wrapper are passed over. */
function readWord(cursor: Cursor, depth: number): unknown {
  const from = cursor.at
  while (isWordChar(cursor.text[cursor.at] ?? ' ')) cursor.at++
  const word = cursor.text.slice(from, cursor.at)
  if (cursor.text[cursor.at] !== '(') return Object.hasOwn(WORDS, word) ? WORDS[word] : NOTHING
  if (!WRAPPERS.has(word)) return NOTHING
  cursor.at++
  const value = readValue(cursor, depth + 1)
  const end = cursor.text.indexOf(')', cursor.at)
  if (end < 0) return NOTHING
  cursor.at = end + 1
  return value
}

function readList(cursor: Cursor, end: string, depth: number): unknown {
  const items: unknown[] = []
  for (cursor.at++; !takes(cursor, end); ) {
    const item = readValue(cursor, depth + 1)
    if (item === NOTHING) return NOTHING
    items.push(item)
    if (!takes(cursor, ',')) return takes(cursor, end) ? items : NOTHING
  }
  return items
}

function readDict(cursor: Cursor, depth: number): unknown {
  const entries: [string, unknown][] = []
  for (cursor.at++; !takes(cursor, '}'); ) {
    const key = readValue(cursor, depth + 1)
    if (typeof key !== 'string' && typeof key !== 'number') return NOTHING
    if (!takes(cursor, ':')) return NOTHING
    const value = readValue(cursor, depth + 1)
    if (value === NOTHING) return NOTHING
    entries.push([String(key), value])
    if (!takes(cursor, ',') && cursor.text[cursor.at] !== '}') return NOTHING
  }
  return Object.fromEntries(entries)
}

function readValue(cursor: Cursor, depth: number): unknown {
  if (depth > DEPTH) return NOTHING
  skipSpace(cursor)
  const char = cursor.text[cursor.at] ?? ''
  if (char === '{') return readDict(cursor, depth)
  if (char === '[') return readList(cursor, ']', depth)
  if (char === '(') return readList(cursor, ')', depth)
  if (char === "'" || char === '"') return readString(cursor, char)
  if (char !== '' && NUMBER_CHARS.includes(char) && char !== 'e' && char !== 'E' && char !== '_')
    return readNumber(cursor)
  return isWordChar(char) ? readWord(cursor, depth) : NOTHING
}

/** A dict, list, number or text as Python or JSON writes it, to the end of the text; undefined for anything else. */
export function parsePythonLiteral(text: string): unknown {
  const cursor = { text, at: 0 }
  const value = readValue(cursor, 0)
  skipSpace(cursor)
  return value === NOTHING || cursor.at < text.length ? undefined : value
}
