import type { EnvironmentDetail } from '#lib/contracts/environments.ts'

/** Programs and prose: a reviewer reads these; tables have their own pane below. */
const isReadable = (path: string): boolean => /\.(py|md|json)$/.test(path) && path !== 'agent/description.md'

/** Where the reader is in the data below; another file changes nothing about it. */
const DATA_KEYS = ['table', 'sort', 'order', 'search', 'page', 'row'] as const

/** Where the panel of the open file begins. */
export const FILE_PANEL = 'file-under-review'

type Query = Readonly<Record<string, string | string[] | undefined>>

/**
 * The statement first (no file), then every readable file, each with its address on the verdict screen. The address
 * keeps the chosen table with its search, order and page; a line of the file that was open goes.
 */
export function filesUnderReview(
  detail: { version: Pick<EnvironmentDetail['version'], 'id'>; files: readonly { path: string }[] },
  query: Query,
): readonly { path: string | null; label: string; href: string }[] {
  const hrefOf = (path: string | null) => {
    const kept = new URLSearchParams(path === null ? [] : [['file', path]])
    for (const key of DATA_KEYS) {
      const value = [query[key] ?? []].flat()[0]
      if (value !== undefined) kept.set(key, value)
    }
    return `/review/${detail.version.id}${kept.size === 0 ? '' : `?${kept}`}`
  }
  return [
    { path: null, label: 'Statement', href: hrefOf(null) },
    ...detail.files
      .filter((file) => isReadable(file.path))
      .map(({ path }) => ({ path, label: path, href: hrefOf(path) })),
  ]
}
