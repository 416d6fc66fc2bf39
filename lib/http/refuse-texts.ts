import { invalid } from '#lib/domain/errors.ts'
import { badTextIn } from '#lib/domain/text.ts'

/** Stops a request whose texts the database cannot hold, by the field and the character. @throws invalid */
export function refuseTexts(input: unknown): void {
  const bad = badTextIn(input)
  if (bad !== null) throw invalid(`${bad.path}: holds ${bad.said}. Remove it.`, { field: bad.path })
}
