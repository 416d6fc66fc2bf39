import { parseDocument } from 'yaml'

const NAME = /^"(?:[^"\\]|\\.)*"/

/**
 * The first entry that a JSON text names twice in one object, with its line from 1; null where there is none. A JSON
 * parser keeps the last of them and says nothing. The time grows with the square of the names in an object: ask it of texts
 * that a strict schema has admitted.
 */
export function doubledKey(text: string): { name: string; line: number } | null {
  const { errors } = parseDocument(text, { uniqueKeys: true, prettyErrors: true })
  const doubled = errors.find(({ code }) => code === 'DUPLICATE_KEY')
  if (doubled === undefined) return null
  const name = NAME.exec(text.slice(doubled.pos[0]))?.[0] ?? ''
  return { name, line: doubled.linePos?.[0].line ?? 1 }
}
