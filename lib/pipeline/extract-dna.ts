import { Dna } from '#lib/domain/artefacts/dna.ts'
import type { PictureForm, SoundForm } from '#lib/domain/artefacts/structure.ts'
import { dnaOfTold, type ToldFacts } from '#lib/domain/artefacts/told-dna.ts'
import type { Metric, Modality, TaskType } from '#lib/domain/vocabulary.ts'
import type { ChildTable } from '#lib/packs/child-table.ts'
import type { Table } from '#lib/packs/read-table.ts'
import { median, round } from '#lib/pipeline/extract/spread.ts'
import { measureStructure } from '#lib/pipeline/extract/structure.ts'
import { type ColumnProfile, filledValues, profileColumns } from '#lib/pipeline/extract/table.ts'
import { FAMILY_WORDS } from '#lib/pipeline/family-words.ts'
import { countTopics, wordsOf } from '#lib/pipeline/topics.ts'

/** A seed as it was read: its stated or inferred facts, its statement and its tables. */
export type SeedMaterial = {
  facts: { modality: Modality; taskType: TaskType; metric: Metric; target: string; idColumn: string }
  description: string
  /** The training table; `values` are those of the target. */
  train: Pick<Table, 'header' | 'count' | 'rows' | 'values'>
  testRows: number
  /** Further tables, and the form of some pictures and sounds. */
  children: readonly ChildTable[]
  pictures: readonly PictureForm[]
  sounds: readonly SoundForm[]
}

type Labels = ReadonlyMap<string, number>

function imbalanceOf(labels: Labels, task: TaskType): number | null {
  if (task === 'regression' || labels.size === 0) return null
  const all = [...labels.values()].reduce((sum, count) => sum + count, 0)
  const shares = [...labels.values()].map((count) => count / all)
  if (task === 'binary')
    return shares.reduce((least, one) => Math.min(least, one), shares.length === 1 ? 0 : 1)
  const entropy = -shares.reduce((sum, p) => sum + p * Math.log(p), 0)
  return shares.length < 2 ? 0 : Math.min(1, entropy / Math.log(shares.length))
}

function priorOf(words: readonly string[]): Record<string, number> {
  const counts = countTopics(words)
  const most = Math.max(1, ...Object.values(counts))
  return Object.fromEntries(Object.entries(counts).map(([topic, count]) => [topic, round(count / most)]))
}

/** Words of a family that a seed must use before it is of one. */
const LEAST_WORDS = 2

/** The family whose words the seed uses most; null where it uses few, or those of two families alike. */
function familyOf(words: readonly string[]): string | null {
  const seen = new Set(words)
  const scores = Object.entries(FAMILY_WORDS).map(([family, known]) => ({
    family,
    hits: new Set(known.flatMap(wordsOf).filter((word) => seen.has(word))).size,
  }))
  const [best, next] = scores.sort((a, b) => b.hits - a.hits)
  if (best === undefined || best.hits < LEAST_WORDS || best.hits === next?.hits) return null
  return best.family
}

/** DNA of a seed without data: what it says of itself, and the words of its statement. */
export function toldDna(facts: ToldFacts, description: string): Dna {
  const words = wordsOf(description)
  const [prior, family] = [priorOf(words), familyOf(words)]
  return dnaOfTold({
    ...facts,
    ...(Object.keys(prior).length === 0 ? {} : { mechanismPrior: { value: prior, by: 'text' } }),
    ...(family === null ? {} : { family: { value: family, by: 'text' } }),
  })
}

/** Reads the structure of a seed from its text and its tables. */
export function extractDna(material: SeedMaterial): Dna {
  const { facts, description, train, testRows, children } = material
  const labels = filledValues(train.values)
  const columns = profileColumns(train).filter(({ name }) => name !== facts.target && name !== facts.idColumn)
  const words = [...wordsOf(description), ...train.header.flatMap(wordsOf)]
  const categorical = columns.filter((column) => column.kind === 'categorical')
  const missingRate = round(
    columns.reduce((sum, column) => sum + column.missing, 0) / Math.max(1, columns.length),
  )
  const kinds = (kind: ColumnProfile['kind']) => columns.filter((column) => column.kind === kind).length
  const imbalance = imbalanceOf(labels, facts.taskType)
  const strain = [train.count < 200, missingRate > 0.1, (imbalance ?? 1) < 0.15, columns.length > 15]
  return Dna.parse({
    v: 1,
    modality: facts.modality,
    task: facts.taskType,
    metric: facts.metric,
    nTrain: train.count,
    nTest: testRows,
    classes: facts.taskType === 'regression' ? null : Math.min(1000, Math.max(2, labels.size)),
    joinDepth: Math.min(4, facts.modality === 'join' ? Math.max(1, children.length) : children.length),
    columnTypes: {
      numeric: kinds('numeric'),
      categorical: kinds('categorical'),
      date: kinds('date'),
      text: kinds('text'),
      path: kinds('path'),
    },
    cardinality: median(categorical.map((column) => column.levels)),
    missingRate,
    imbalance: imbalance === null ? null : round(imbalance),
    groups: categorical.some((column) => column.levels >= 6 && column.repeats >= 3),
    time: kinds('date') > 0,
    mechanismPrior: priorOf(words),
    difficulty: Math.min(2, strain.filter(Boolean).length),
    family: familyOf(words),
    structure: measureStructure({ ...material, ...facts }),
  })
}
