import {
  type ColumnSpread,
  PROFILED_BARS,
  PROFILED_COLUMNS,
  PROFILED_LENGTH,
  PROFILED_TEXT,
  PROFILED_VALUES,
  type ProfiledColumn,
  type SeedProfile,
} from '#lib/domain/artefacts/seed-profile.ts'
import { storable } from '#lib/domain/text.ts'
import { round, spread } from '#lib/pipeline/extract/spread.ts'
import { type StructureMaterial, shapedColumns } from '#lib/pipeline/extract/structure.ts'
import { type ColumnProfile, isEmpty, profileColumns } from '#lib/pipeline/extract/table.ts'

const cut = (text: string, most: number): string =>
  storable(text.length > most ? `${text.slice(0, most)}\u2026` : text)

/** Equal steps from the least to the greatest; `words` writes an end of the scale. */
function barsOf(numbers: readonly number[], words: (value: number) => string): ColumnSpread {
  const from = numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const to = numbers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const bars = new Array<number>(to > from ? PROFILED_BARS : 1).fill(0)
  for (const value of numbers) {
    const at = to > from ? Math.floor(((value - from) / (to - from)) * bars.length) : 0
    const bar = Math.min(bars.length - 1, at)
    bars[bar] = (bars[bar] ?? 0) + 1
  }
  return { kind: 'bars', from: words(from), to: words(to), bars }
}

function valuesOf(cells: readonly string[]): ColumnSpread {
  const counts = new Map<string, number>()
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1)
  const top = [...counts].sort(([, a], [, b]) => b - a).slice(0, PROFILED_VALUES)
  const shown = top.reduce((sum, [, count]) => sum + count, 0)
  const values = top.map(([value, count]) => ({ value: cut(value, PROFILED_LENGTH), count }))
  return { kind: 'values', values, others: cells.length - shown }
}

/** So few different numbers are grades or labels. */
const FEW = 6
const figure = (value: number): string => String(Number(value.toPrecision(4)))
const day = (value: number): string => new Date(value).toISOString().slice(0, 10)

function spreadOf(kind: ColumnProfile['kind'], cells: readonly string[], levels: number): ColumnSpread {
  if (kind === 'numeric' && levels > FEW) {
    const numbers = cells.map(Number).filter(Number.isFinite)
    if (numbers.length > 0) return barsOf(numbers, figure)
  }
  if (kind === 'date') {
    const times = cells.map((cell) => Date.parse(cell)).filter(Number.isFinite)
    if (times.length > 0) return barsOf(times, day)
  }
  if (kind === 'text' || kind === 'path')
    return {
      kind: 'samples',
      samples: spread(cells, PROFILED_VALUES).map((cell) => cut(cell, PROFILED_TEXT)),
    }
  return valuesOf(cells)
}

/** Describes the training table of a seed column by column, for people. */
export function profileSeed(material: StructureMaterial): SeedProfile {
  const { train, idColumn, target } = material
  const shapes = new Map(shapedColumns(material).map(({ name, shape }) => [name, shape]))
  const profiles = profileColumns(train)
  const roleOf = (name: string) => (name === idColumn ? 'id' : name === target ? 'target' : 'feature')
  const columns = profiles
    .slice(0, PROFILED_COLUMNS)
    .map(({ name, kind, levels, missing }): ProfiledColumn => {
      const at = train.header.indexOf(name)
      const cells = train.rows.map((row) => row[at]?.trim() ?? '').filter((cell) => !isEmpty(cell))
      return {
        name: cut(name, PROFILED_LENGTH),
        role: roleOf(name),
        kind,
        missing: round(missing),
        levels,
        // A path says nothing by itself; what it names does.
        dependence: kind === 'path' ? null : (shapes.get(name)?.dependence ?? null),
        spread: spreadOf(kind, cells, levels),
      }
    })
  return { v: 1, rows: train.rows.length, columns, further: profiles.length - columns.length }
}
