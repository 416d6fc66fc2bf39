/** What the parameters of a path are in an address: text, and of one that takes the rest a list of its parts. */
export type Params = Record<string, string | string[]>

const PARAMETER = /^\{(\+?)(\w+)\}$/
type Part = { kind: 'word' | 'name' | 'rest'; text: string }

export const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '')

const read = (part: string): Part => {
  const [, rest, name] = PARAMETER.exec(part) ?? []
  if (name === undefined) return { kind: 'word', text: part }
  return { kind: rest === '+' ? 'rest' : 'name', text: name }
}

function paramsIn(parts: readonly Part[], given: readonly string[]): Params | null {
  const params: Params = {}
  for (const [at, { kind, text }] of parts.entries()) {
    const value = given[at]
    if (value === undefined) return null
    if (kind === 'rest') return { ...params, [text]: given.slice(at) }
    if (kind === 'name') params[text] = value
    else if (text !== value) return null
  }
  return parts.length === given.length ? params : null
}

const RANKS = { word: '0', name: '1', rest: '2' } as const
const rankOf = (parts: readonly Part[]): string => parts.map(({ kind }) => RANKS[kind]).join('')

/** Finds things by the parts of an address: a word in a path comes before a name, and a name before the rest. */
export function openPaths<T extends { path: string }>(all: readonly T[]) {
  const byPath = Map.groupBy(all, ({ path }) => path)
  const places = [...byPath]
    .map(([path, things]) => ({ parts: partsOf(path).map(read), things }))
    .map((place) => ({ ...place, rank: rankOf(place.parts) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
  return (given: readonly string[]): { params: Params; things: readonly T[] } | null => {
    for (const { parts, things } of places) {
      const params = paramsIn(parts, given)
      if (params !== null) return { params, things }
    }
    return null
  }
}
