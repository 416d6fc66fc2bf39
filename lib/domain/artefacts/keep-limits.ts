import type { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import type { SpecColumn } from '#lib/domain/artefacts/spec.ts'

type NumberColumn = Extract<SpecColumn, { kind: 'numeric' }>

/** Whether a column can stay below another one: that is there, starts no lower, and no group fixes the column otherwise. */
const canKeep = (column: NumberColumn, limit: SpecColumn | undefined): boolean =>
  limit?.kind === 'numeric' &&
  limit.low >= column.low &&
  limit.atMost === undefined &&
  (column.per === undefined || column.per === limit.per)

/** Whether a column can be zero where another one is: that is there, may be zero, and differs between no rows of a group. */
const canNeed = (column: NumberColumn, other: SpecColumn | undefined): boolean =>
  other?.kind === 'numeric' && other.low === 0 && (column.per === undefined || column.per === other.per)

/** The columns that roles read which have no place for a zero, by the names that they are bound to. */
export const readPositive = (
  mechanisms: readonly Pick<MechanismMeta, 'roles'>[],
  bound: readonly Readonly<Record<string, string>>[],
): ReadonlySet<string> =>
  new Set(
    mechanisms.flatMap(({ roles }, at) =>
      roles.flatMap(({ name, positive }) => (positive && bound[at]?.[name]) || []),
    ),
  )

/** A number that is never zero: there is some of it in every row. */
function aboveZero({ zeros: _, season: __, ...column }: NumberColumn): NumberColumn {
  return { ...column, low: column.step ?? (column.whole ? 1 : column.high / 50) }
}

/**
 * The columns with those zeros, seasons and limits of their world that a plan can have: none of a number whose low end a rule
 * moved off zero, none in a child table, and none by a column that the plan leaves out. In a child table, numbers
 * follow those columns of the main table that the plan has. What a column in `positive`
 * needs is never zero instead.
 */
export function keepLimits(
  columns: readonly SpecColumn[],
  positive: ReadonlySet<string> = new Set(),
): SpecColumn[] {
  const always = new Set(
    columns.flatMap((one) => (one.kind === 'numeric' && positive.has(one.name) && one.needs) || []),
  )
  const told = columns.map((column) =>
    column.kind === 'numeric' && column.low === 0 && always.has(column.name) ? aboveZero(column) : column,
  )
  const numbers = new Set(
    told.flatMap((one) => (one.table === 'main' && one.kind === 'numeric' ? [one.name] : [])),
  )
  const main = new Map(told.flatMap((one) => (one.table === 'main' ? [[one.name, one] as const] : [])))
  return told.map((column) => {
    if (column.kind !== 'numeric') return column
    const { zeros, atMost, needs, season, daily, follows, ...own } = column
    const isMain = column.table === 'main'
    const followed = isMain ? [] : (follows ?? []).filter((one) => numbers.has(one.column))
    return {
      ...own,
      ...(daily && isMain && { daily }),
      ...(followed.length > 0 && { follows: followed }),
      ...(season && isMain && column.low === 0 && { season }),
      ...(zeros !== undefined && isMain && column.low === 0 && { zeros }),
      ...(atMost !== undefined && isMain && canKeep(column, main.get(atMost)) && { atMost }),
      ...(needs !== undefined && isMain && canNeed(column, main.get(needs)) && { needs }),
    }
  })
}
