/**
 * Finds where one JSON value ends in text that a model wrote, forgiving what models get wrong without changing what
 * they meant: trailing commas, comments, raw line breaks inside strings. It builds no value; it lists edits after
 * which `JSON.parse` reads the piece, so there is one reader of JSON.
 */

export type ScanEdit = { from: number; to: number; with: string }
export type Scanned =
  | { kind: 'complete'; end: number; edits: readonly ScanEdit[] }
  /** `started`: at least one key was read, so this was meant as an object. */
  | { kind: 'broken'; at: number; expected: string; started: boolean }
  | { kind: 'truncated'; at: number; started: boolean }

const DEEPEST = 100
const SPACE = /[\s\uFEFF]/
const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
/** The start of a literal or a number that the text may have cut. */
const CUT_LITERAL = /(?:[a-z]{1,4}|-|-?\d[\d.eE+-]*)$/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/** Ends a scan from any depth. No `Error`: a text may hold a thousand braces, and each stack would be paid for. */
class Stop {
  readonly at: number
  readonly expected: string

  constructor(at: number, expected: string) {
    this.at = at
    this.expected = expected
  }
}

class Scanner {
  readonly text: string
  readonly edits: ScanEdit[] = []
  at: number
  started = false

  constructor(text: string, at: number) {
    this.text = text
    this.at = at
  }

  get next(): string {
    return this.text.charAt(this.at)
  }

  stop(expected: string): never {
    throw new Stop(this.at, expected)
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at
    return pattern.exec(this.text)?.[0] ?? null
  }

  private comment(): void {
    const isLine = this.text.startsWith('//', this.at)
    if (!isLine && !this.text.startsWith('/*', this.at)) this.stop('a value')
    const found = this.text.indexOf(isLine ? '\n' : '*/', this.at + 2)
    const end = found < 0 ? this.text.length : found + (isLine ? 1 : 2)
    this.edits.push({ from: this.at, to: end, with: ' ' })
    this.at = end
  }

  space(): void {
    for (; this.at < this.text.length; ) {
      if (this.next === '/') this.comment()
      else if (!SPACE.test(this.next)) return
      else {
        if (!' \n\r\t'.includes(this.next)) this.edits.push({ from: this.at, to: this.at + 1, with: ' ' })
        this.at += 1
      }
    }
  }

  string(): void {
    if (this.next !== '"') this.stop('text in straight double quotes')
    this.at += 1
    for (; this.next !== '"'; ) {
      if (this.next === '') this.stop('the closing quote')
      if (this.next === '\\') this.escape()
      else {
        const code = this.text.charCodeAt(this.at)
        if (code < 0x20)
          this.edits.push({ from: this.at, to: this.at + 1, with: JSON.stringify(this.next).slice(1, -1) })
        this.at += 1
      }
    }
    this.at += 1
  }

  private escape(): void {
    const known = this.match(ESCAPE)
    if (known !== null) {
      this.at += known.length
      return
    }
    if (this.at + 6 > this.text.length && !this.text.slice(this.at).includes('"')) this.at = this.text.length
    this.stop('an escape that JSON knows (a backslash itself is written twice)')
  }

  value(depth: number): void {
    if (depth > DEEPEST) this.stop(`at most ${DEEPEST} levels`)
    if (this.next === '{') this.items('}', () => this.member(depth))
    else if (this.next === '[') this.items(']', () => this.value(depth + 1))
    else if (this.next === '"') this.string()
    else this.literal()
  }

  private literal(): void {
    if (this.match(CUT_LITERAL) !== null) this.at = this.text.length
    const literal = this.match(LITERAL)
    if (literal === null) this.stop('a value')
    this.at += literal.length
  }

  private member(depth: number): void {
    this.string()
    this.space()
    if (this.next !== ':') this.stop('":" after the key')
    this.started = true
    this.at += 1
    this.space()
    this.value(depth + 1)
  }

  private items(close: string, item: () => void): void {
    this.at += 1
    this.space()
    while (this.next !== close) {
      item()
      this.space()
      if (this.next === close) break
      if (this.next !== ',') this.stop(`"," or "${close}"`)
      const comma = this.at
      this.at += 1
      this.space()
      if (this.next === close) this.edits.push({ from: comma, to: comma + 1, with: '' })
    }
    this.at += 1
  }
}

/** Scans the object that starts at `from` (an opening brace). Time is linear in what it reads. */
export function scanObject(text: string, from: number): Scanned {
  const scanner = new Scanner(text, from)
  try {
    scanner.value(0)
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    if (error.at >= text.length) return { kind: 'truncated', at: text.length, started: scanner.started }
    return { kind: 'broken', at: error.at, expected: error.expected, started: scanner.started }
  }
  return { kind: 'complete', end: scanner.at, edits: scanner.edits }
}

/** The piece of text with its edits made. */
export function applyEdits(text: string, from: number, end: number, edits: readonly ScanEdit[]): string {
  const pieces: string[] = []
  let at = from
  for (const edit of [...edits].sort((a, b) => a.from - b.from)) {
    pieces.push(text.slice(at, edit.from), edit.with)
    at = edit.to
  }
  return pieces.join('') + text.slice(at, end)
}

/** Where a broken object that starts at `from` ends by its brackets, strings respected; the end of the text if never. */
export function skipBrackets(text: string, from: number): number {
  let depth = 0
  let inString = false
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === '\\') at += 1
    else if (char === '"') inString = !inString
    else if (inString) continue
    else if (char === '{' || char === '[') depth += 1
    else if (char === '}' || char === ']') {
      depth -= 1
      if (depth <= 0) return at + 1
    }
  }
  return text.length
}
