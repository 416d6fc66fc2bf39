/** Filters of the address that the list of training runs knows. */
const FILTERS = ['search', 'experiment', 'packId', 'where', 'smokeRunId'] as const
export type ListFilters = Partial<Record<(typeof FILTERS)[number], string>>

export const listFilters = (params: { get: (name: string) => string | null }): ListFilters =>
  Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = params.get(name)
      return value ? [[name, value]] : []
    }),
  )
