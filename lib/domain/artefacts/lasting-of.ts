import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { ColumnLink } from '#lib/domain/artefacts/sense.ts'
import type { Spec, SpecColumn } from '#lib/domain/artefacts/spec.ts'

/** What of a plan lasts from day to day in its world: its columns, and causes of its links that it leaves out. */
export function lastingOf(
  domain: Pick<Domain, 'columns'>,
  { columns, links }: { columns: readonly SpecColumn[]; links: readonly ColumnLink[] },
): NonNullable<Spec['style']['lasting']> {
  const names = new Set([
    ...columns.flatMap(({ name, table }) => (table === 'main' ? [name] : [])),
    ...links.map(({ from }) => from),
  ])
  const found = domain.columns.flatMap(({ name, lasts }) =>
    lasts && names.has(name) ? [[name, lasts] as const] : [],
  )
  return Object.fromEntries(found)
}
