import { invalid } from '#lib/domain/errors.ts'

type Pair = { key: string; value: string }

/** Pairs as a record; of a tag that stands twice the later one counts. */
export const tagsOf = (pairs: readonly Pair[]): Record<string, string> =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, value]))

/** Pairs as a record. A param never changes, not within one request either. */
export function paramsOf(pairs: readonly Pair[]): Record<string, string> {
  const params = new Map<string, string>()
  for (const { key, value } of pairs) {
    const held = params.get(key)
    if (held !== undefined && held !== value) throw invalid(`The param ${key} stands twice, with two values.`)
    params.set(key, value)
  }
  return Object.fromEntries(params)
}
