import type { Stream } from '#lib/pipeline/stream.ts'

/** Words that a template may name. */
export type Lexicon = Readonly<Record<string, string>>

const SOUNDS_OPEN = /^(?:[aio]|e(?!u)|u(?!n[ie]|s|r[ie])|hour|honest)/i
/** `an hourly check`, `a unit`: by sound, so far as the beginning of a word tells it. */
export const withArticle = (noun: string): string => `${SOUNDS_OPEN.test(noun) ? 'an' : 'a'} ${noun}`

const lastWordOf = (noun: string): string => noun.slice(noun.lastIndexOf(' ') + 1)

/** The regular plural of a noun, for what the world's record does not name. */
export function pluralOf(noun: string): string {
  const last = lastWordOf(noun)
  if (/[^aeiou]y$/.test(last)) return `${noun.slice(0, -1)}ies`
  return /(?:s|x|z|ch|sh)$/.test(last) ? `${noun}es` : `${noun}s`
}

export const counted = (count: number, singular: string, plural = pluralOf(singular)): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? singular : plural}`

/** `a, b and c`. */
export const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A capital behind every full stop or question mark, but in code, where names stay as they are. */
const sentenceCase = (text: string): string =>
  capital(text).replace(/([.?!] )([a-z])/g, (_, end: string, letter: string) => end + letter.toUpperCase())

/** One of each `[a|b|c]`, the inner ones first. */
function choose(template: string, draw: Stream): string {
  let left = template
  for (let open = left.lastIndexOf('['); open >= 0; open = left.lastIndexOf('[')) {
    const close = left.indexOf(']', open)
    if (close < 0) throw new Error(`an open choice: ${template}`)
    left = left.slice(0, open) + draw.pick(left.slice(open + 1, close).split('|')) + left.slice(close + 1)
  }
  return left
}

/** Every wording of a template, its choices made in each way. */
export function wordingsOf(template: string): string[] {
  const open = template.lastIndexOf('[')
  if (open < 0) return [template]
  const close = template.indexOf(']', open)
  if (close < 0) throw new Error(`an open choice: ${template}`)
  const made = template.slice(open + 1, close).split('|')
  return made.flatMap((one) => wordingsOf(template.slice(0, open) + one + template.slice(close + 1)))
}

/**
 * A sentence or more from a template: `[a|b]` is a choice, `{word}` a word, `{an word}` the same with its article.
 * @throws Error where a word is not known.
 */
export function compose(template: string, words: Lexicon, draw: Stream): string {
  const filled = choose(template, draw).replace(
    /\{(an )?(\w+)\}/g,
    (_, article: string | undefined, key: string) => {
      const word = words[key]
      if (word === undefined) throw new Error(`no word for ${key} in: ${template}`)
      return article !== undefined ? withArticle(word) : word
    },
  )
  return sentenceCase(filled.replaceAll(/ {2,}/g, ' ').trim())
}
