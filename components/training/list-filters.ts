/** In the address: no experiment in particular. Without a word of it the newest one is opened. */
export const EVERY_EXPERIMENT = '*'

/** Filters of the address that the list of training runs knows. */
const FILTERS = ['search', 'experiment', 'packId', 'where', 'smokeRunId', 'archived'] as const
export type ListFilters = Partial<Record<(typeof FILTERS)[number], string>>

export const listFilters = (params: { get: (name: string) => string | null }): ListFilters =>
  Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = params.get(name)
      return value && value !== EVERY_EXPERIMENT ? [[name, value]] : []
    }),
  )
