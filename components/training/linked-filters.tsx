'use client'

import { type FilterChip, FilterChips } from '#components/patterns/filter-chips.tsx'
import type { ListFilters } from '#components/training/list-filters.ts'
import type { TrainingRunList } from '#lib/contracts/curves.ts'

type LinkedFiltersProps = {
  filters: ListFilters
  runs: TrainingRunList['runs']
  set: (patch: Record<string, string | null>) => void
}

const short = (id: string): string => `…${id.slice(-8)}`

/** Filters that links set and that have no control of their own. */
export function LinkedFilters({ filters, runs, set }: LinkedFiltersProps) {
  const { packId, where, smokeRunId } = filters
  const pack = runs.find((run) => run.pack?.id === packId)?.pack
  const chip = (id: keyof ListFilters, name: string, value: string): FilterChip => ({
    id,
    name,
    value,
    spoken: value,
    onRemove: () => set({ [id]: null }),
  })
  return (
    <FilterChips
      chips={[
        ...(packId ? [chip('packId', 'pack', pack ? `${pack.slug}@${pack.version}` : short(packId))] : []),
        ...(smokeRunId ? [chip('smokeRunId', 'smoke test', short(smokeRunId))] : []),
        ...(where ? [chip('where', 'where', where)] : []),
      ]}
    />
  )
}
