import type { EnvironmentView } from '#lib/contracts/environments.ts'

type Named = Pick<EnvironmentView, 'title' | 'slug' | 'modality' | 'metric' | 'domain'>

/** Environments in which every word of the search occurs, by what a person may know of them; all for no words. */
export function matching<T extends Named>(all: readonly T[], search: string): readonly T[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return all.filter(({ title, slug, modality, metric, domain }) => {
    const text = [title, slug, modality, metric, domain].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** What is left out after some were taken or left; what is not among them stays as it was. */
export function withTaken(
  left: ReadonlySet<string>,
  ids: readonly string[],
  taken: boolean,
): ReadonlySet<string> {
  const now = new Set(ids)
  return taken ? new Set([...left].filter((id) => !now.has(id))) : new Set([...left, ...now])
}
