import type { SpecColumn } from '#lib/domain/artefacts/spec.ts'

type NumberColumn = Extract<SpecColumn, { kind: 'numeric' }>

/** Whether a column can stay below another one: that is there, starts no lower, and no group fixes the column otherwise. */
const canKeep = (column: NumberColumn, limit: SpecColumn | undefined): boolean =>
  limit?.kind === 'numeric' &&
  limit.low >= column.low &&
  limit.atMost === undefined &&
  (column.per === undefined || column.per === limit.per)

/**
 * The columns with those zeros, seasons and limits of their world that a plan can have: none of a number whose low end a rule
 * moved off zero, none in a child table, and none by a column that the plan leaves out.
 */
export function keepLimits(columns: readonly SpecColumn[]): SpecColumn[] {
  const main = new Map(columns.flatMap((one) => (one.table === 'main' ? [[one.name, one] as const] : [])))
  return columns.map((column) => {
    if (column.kind !== 'numeric') return column
    const { zeros, atMost, season, daily, ...own } = column
    const isMain = column.table === 'main'
    return {
      ...own,
      ...(daily && isMain && { daily }),
      ...(season && isMain && column.low === 0 && { season }),
      ...(zeros !== undefined && isMain && column.low === 0 && { zeros }),
      ...(atMost !== undefined && isMain && canKeep(column, main.get(atMost)) && { atMost }),
    }
  })
}
