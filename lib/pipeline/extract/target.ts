import { MOST_CLASSES, type Structure } from '#lib/domain/artefacts/structure.ts'
import type { TaskType } from '#lib/domain/vocabulary.ts'
import { ranksOf, round, skewOf } from '#lib/pipeline/extract/spread.ts'

/** The target of some rows: as columns that variance is explained of, as numbers where it has an order, and as it is told. */
export type Target = { columns: number[][]; order: number[] | null; described: Structure['target'] }

export function targetOf(cells: readonly string[], task: TaskType): Target {
  if (task === 'regression') {
    const numbers = cells.map(Number)
    const described = { kind: 'numbers', skew: skewOf(numbers) } as const
    return { columns: [ranksOf(numbers)], order: numbers, described }
  }
  const labels = [...new Set(cells)].sort()
  const columns = labels.map((label) => cells.map((cell) => Number(cell === label)))
  const shares = columns.map((column) => round(column.reduce((sum, one) => sum + one, 0) / cells.length))
  const grades = cells.map(Number)
  const order =
    task === 'binary'
      ? cells.map((cell) => labels.indexOf(cell))
      : task === 'ordinal' && grades.every(Number.isFinite)
        ? grades
        : null
  const described = { kind: 'classes', shares: shares.sort((a, b) => b - a).slice(0, MOST_CLASSES) } as const
  return { columns, order, described }
}
