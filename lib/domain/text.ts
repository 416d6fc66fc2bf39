import { z } from 'zod'

/*
 * Which characters a text may hold. What people send is refused with place and character, so that they can fix it;
 * what programs and models produced is kept, with a visible mark where a character cannot be.
 */

const MARK = '\uFFFD'
const NUL = '\u0000'
const HALF = /\p{Cs}/u

/** False for the zero byte, which the database cannot hold, and for half of a surrogate pair, which is not a character. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes(NUL)

/** A program's or a model's text, with a mark for each character that cannot be stored. */
export const storable = (text: string): string =>
  isStorable(text) ? text : text.toWellFormed().replaceAll(NUL, MARK)

/** The same for every text of a JSON value, names included. */
export function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storable(value)
  if (Array.isArray(value)) return value.map(storableJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [storable(key), storableJson(one)]))
}

const WORDS: Readonly<Record<string, string>> = {
  '0000': 'the zero byte',
  FEFF: 'a byte order mark',
  '202D': 'a left-to-right override',
  '202E': 'a right-to-left override',
}

function wordOf(character: string, code: string): string {
  if (HALF.test(character)) return 'half of a surrogate pair'
  return WORDS[code] ?? (/\p{Cc}/u.test(character) ? 'a control character' : 'an invisible mark')
}

/** The character at an index as errors name it: `U+202E (a right-to-left override) at character 3`. */
function named(text: string, at: number): string {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return `U+${code} (${wordOf(character, code)}) at character ${at + 1}`
}

/** The first character that cannot be stored, in words; null where there is none. */
export function unstorableIn(text: string): string | null {
  if (isStorable(text)) return null
  const places = [text.indexOf(NUL), text.search(HALF)].filter((at) => at !== -1)
  return named(text, Math.min(...places))
}

export type BadText = { path: string; said: string }

const isOpen = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)

/** A text of a value that cannot be stored, names included; without recursion, as strangers nest deeply. */
export function badTextIn(value: unknown): BadText | null {
  if (typeof value === 'string') return badAt([], value)
  const open: { way: Way; within: unknown }[] = [{ way: [], within: value }]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { way, within } = one
    if (!isOpen(within)) continue
    for (const [key, inner] of Array.isArray(within) ? within.entries() : Object.entries(within)) {
      if (typeof key === 'string' && !isStorable(key)) return badAt([...way, key], key)
      if (typeof inner === 'string' && !isStorable(inner)) return badAt([...way, key], inner)
      if (isOpen(inner)) open.push({ way: way.length < DEEPEST ? [...way, key] : way, within: inner })
    }
  }
  return null
}

type Way = readonly (string | number)[]
/** Names of the way to a text that an error tells; below, its beginning. */
const DEEPEST = 12

function badAt(way: Way, text: string): BadText | null {
  const said = unstorableIn(text)
  return said === null ? null : { path: storable(way.join('.')) || 'input', said }
}

/** Controls, halves, code points that are not characters, and marks that turn or hide what stands beside them. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{NChar}\u202a-\u202e\u2066-\u2069\ufeff]/u
/** The same but for tabs and line ends. */
const UNSEEN_IN_PROSE = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{NChar}\u202a-\u202e\u2066-\u2069\ufeff]/u
/** Line ends of other kinds, and marks without width. */
const UNSEEN_IN_LINE = /[\p{Zl}\p{Zp}\u200b\u2060-\u2064\u{e0000}-\u{e007f}]/u

/** A name that a tool gives, in one line, with a mark for each character that cannot be seen. */
export const seenLine = (text: string): string =>
  isUnseen(text) ? [...text].map((one) => (isUnseen(one) ? MARK : one)).join('') : text
const isUnseen = (text: string): boolean => UNSEEN.test(text) || UNSEEN_IN_LINE.test(text)

const without = (...patterns: readonly RegExp[]) =>
  z.string().superRefine((text, context) => {
    const places = patterns.map((pattern) => text.search(pattern)).filter((at) => at !== -1)
    if (places.length === 0) return
    const message = `holds ${named(text, Math.min(...places))}. Remove it.`
    context.addIssue({ code: 'custom', message })
  })

/** A name or a title that a person gives: one line of characters that can be seen. */
export const Line = without(UNSEEN, UNSEEN_IN_LINE)
/** What a person writes in several lines. */
export const Prose = without(UNSEEN_IN_PROSE)
/** What a program, a trainer or a model produced: kept, with a mark for what cannot be stored. */
export const Output = z.string().transform(storable)
/** Data and programs of people: every character but those that cannot be stored. */
export const Data = z.string().superRefine((text, context) => {
  const said = unstorableIn(text)
  if (said !== null) context.addIssue({ code: 'custom', message: `holds ${said}. Remove it.` })
})
