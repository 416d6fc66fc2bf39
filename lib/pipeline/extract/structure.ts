import {
  type ColumnShape,
  MEASURED_ROWS,
  MOST_COLUMNS,
  type PictureForm,
  type SoundForm,
  type Structure,
} from '#lib/domain/artefacts/structure.ts'
import type { TaskType } from '#lib/domain/vocabulary.ts'
import type { ChildTable } from '#lib/packs/child-table.ts'
import { dependenceOf, type Given } from '#lib/pipeline/extract/dependence.ts'
import { mean, median, round, skewOf, spread } from '#lib/pipeline/extract/spread.ts'
import {
  type ColumnProfile,
  isEmpty,
  profileColumns,
  type SampledTable,
} from '#lib/pipeline/extract/table.ts'
import { type Target, targetOf } from '#lib/pipeline/extract/target.ts'

export type StructureMaterial = {
  taskType: TaskType
  target: string
  idColumn: string
  train: SampledTable
  children: readonly ChildTable[]
  pictures: readonly PictureForm[]
  sounds: readonly SoundForm[]
}

function givenOf(kind: ColumnProfile['kind'], cells: readonly string[]): Given {
  if (kind === 'numeric') return { kind: 'ordered', values: cells.map((cell) => Number(cell) || 0) }
  if (kind === 'date') return { kind: 'ordered', values: cells.map((cell) => Date.parse(cell) || 0) }
  if (kind === 'text') return { kind: 'ordered', values: cells.map((cell) => cell.length) }
  return { kind: 'levels', values: cells }
}

function shapeOf(profile: ColumnProfile, cells: readonly string[], target: Target): ColumnShape {
  const kept = cells.flatMap((cell, at) => (isEmpty(cell) ? [] : [at]))
  const filled = kept.map((at) => cells[at] ?? '')
  const at = (column: readonly number[]) => kept.map((row) => column[row] ?? 0)
  const order = target.order === null ? null : at(target.order)
  const numbers = filled.map(Number).filter(Number.isFinite)
  return {
    kind: profile.kind,
    levels: profile.levels,
    missing: round(profile.missing),
    skew: profile.kind === 'numeric' ? skewOf(numbers) : null,
    ...(profile.kind === 'path'
      ? { dependence: 0, monotone: null }
      : dependenceOf(givenOf(profile.kind, filled), target.columns.map(at), order)),
  }
}

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

/** Columns of text; where there are none, those that have another value in most rows, as formulas do. */
function textColumns(profiles: readonly ColumnProfile[]): ColumnProfile[] {
  const texts = profiles.filter(({ kind }) => kind === 'text')
  const isUnique = ({ kind, repeats }: ColumnProfile) =>
    kind === 'categorical' && repeats > 0 && repeats < 1.5
  return texts.length > 0 ? texts : profiles.filter(isUnique)
}

/** Length and vocabulary of the texts. */
function textOf(profiles: readonly ColumnProfile[], cellsOf: (name: string) => readonly string[]) {
  const columns = textColumns(profiles)
  const words = columns.flatMap(({ name }) =>
    cellsOf(name)
      .filter((cell) => !isEmpty(cell))
      .map(wordsOf),
  )
  if (words.length === 0) return null
  return { words: median(words.map((one) => one.length)), vocabulary: new Set(words.flat()).size }
}

/** The picture of the middle size. */
const middle = (pictures: readonly PictureForm[]): PictureForm | null =>
  [...pictures].sort((a, b) => a.width * a.height - b.width * b.height)[Math.floor(pictures.length / 2)] ??
  null

/** Length, rate and band of the middle sound, and how far the levels lie apart. */
function soundOf(sounds: readonly SoundForm[]): NonNullable<Structure['sound']> {
  const levels = sounds.map(({ level }) => level)
  const centre = mean(levels)
  return {
    seconds: median(sounds.map(({ seconds }) => seconds)),
    rate: median(sounds.map(({ rate }) => rate)),
    band: median(sounds.map(({ band }) => band)),
    loudness: round(Math.sqrt(mean(levels.map((level) => (level - centre) ** 2)))),
  }
}

/** The rows that are measured, the target in them, and each other column by its name. */
function measuredColumns(material: StructureMaterial) {
  const { taskType, idColumn, train } = material
  const targetAt = train.header.indexOf(material.target)
  // A class may well be called "none": only an empty cell is not a label.
  const hasLabel = (cell: string) => (taskType === 'regression' ? !isEmpty(cell) : cell.trim() !== '')
  const filled = train.rows.filter((row) => hasLabel(row[targetAt] ?? ''))
  const rows = spread(filled, MEASURED_ROWS)
  const cellsOf = (name: string) => {
    const at = train.header.indexOf(name)
    return rows.map((row) => row[at]?.trim() ?? '')
  }
  const target = targetOf(cellsOf(material.target), taskType)
  const profiles = profileColumns({ header: train.header, rows }).filter(
    ({ name }) => name !== material.target && name !== idColumn,
  )
  return { cellsOf, target, profiles }
}

/** The columns of a training table but id and target, each by its name. */
export function shapedColumns(material: StructureMaterial): { name: string; shape: ColumnShape }[] {
  const { cellsOf, target, profiles } = measuredColumns(material)
  return profiles.map((profile) => ({
    name: profile.name,
    shape: shapeOf(profile, cellsOf(profile.name), target),
  }))
}

/** Measures the structure of a task's files; the same way for a seed and for what grew from it. */
export function measureStructure(material: StructureMaterial): Structure {
  const { children, pictures, sounds } = material
  const { cellsOf, target, profiles } = measuredColumns(material)
  return {
    columns: profiles
      .map((profile) => shapeOf(profile, cellsOf(profile.name), target))
      .sort((a, b) => b.dependence - a.dependence)
      .slice(0, MOST_COLUMNS),
    target: target.described,
    joins: children.slice(0, 8).map((child) => ({
      columns: child.header.length,
      perParent: child.perParent === null ? null : round(child.perParent),
    })),
    picture: middle(pictures),
    ...(sounds.length > 0 && { sound: soundOf(sounds) }),
    text: textOf(profiles, cellsOf),
  }
}
