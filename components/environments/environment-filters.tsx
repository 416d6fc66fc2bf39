'use client'

import { FacetMenu } from '#components/patterns/facet-menu.tsx'
import { type FilterChip, FilterChips } from '#components/patterns/filter-chips.tsx'
import type { EnvironmentList } from '#lib/contracts/environments.ts'

/** Filters with a menu, by their name in the address, and the word for each. */
const MENUS = {
  status: 'status',
  modality: 'modality',
  taskType: 'task',
  metric: 'metric',
  domain: 'domain',
} as const
type Menu = keyof typeof MENUS
const NAMES = Object.keys(MENUS) as Menu[]
/** Filters that links set, and the word for each. */
const LINKED = { runId: 'run' } as const

const listOf = (text: string | undefined): string[] => (text ?? '').split(',').filter(Boolean)
const join = (values: readonly string[]): string | null => values.join(',') || null
const short = (id: string): string => `…${id.slice(-8)}`

type Filters = Readonly<Record<string, string>>
type Change = (patch: Record<string, string | null>) => void

/** One chip a value, whatever set it. */
export function chipsOf(filters: Filters, change: Change): FilterChip[] {
  const chosen = NAMES.flatMap((name) =>
    listOf(filters[name]).map((value) => ({
      id: `${name}=${value}`,
      name: MENUS[name],
      value,
      spoken: value,
      onRemove: () => change({ [name]: join(listOf(filters[name]).filter((other) => other !== value)) }),
    })),
  )
  const linked = (Object.keys(LINKED) as (keyof typeof LINKED)[]).flatMap((name) => {
    const id = filters[name]
    if (id === undefined) return []
    return [
      {
        id: name,
        name: LINKED[name],
        value: short(id),
        spoken: id,
        onRemove: () => change({ [name]: null }),
      },
    ]
  })
  return [...chosen, ...linked]
}

type EnvironmentFiltersProps = {
  filters: Filters
  facets: EnvironmentList['facets'] | undefined
  change: Change
}

/** A menu a column, and below them what is in force. */
export function EnvironmentFilters({ filters, facets, change }: EnvironmentFiltersProps) {
  return (
    <>
      {NAMES.map((name) => (
        <FacetMenu
          key={name}
          label={MENUS[name]}
          facet={facets?.[name] ?? []}
          chosen={listOf(filters[name])}
          withChips
          // Of domains the server takes one.
          onChange={(values) =>
            change({ [name]: name === 'domain' ? (values.at(-1) ?? null) : join(values) })
          }
        />
      ))}
      <FilterChips chips={chipsOf(filters, change)} />
    </>
  )
}
