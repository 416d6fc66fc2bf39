import { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Metric, Modality, TaskType } from '#lib/domain/vocabulary.ts'
import type { Domain } from '#lib/pipeline/domain-record.ts'
import { type ColumnProfile, cellsOf, profileColumns, type SeedTable } from '#lib/pipeline/extract/table.ts'
import { countTopics, wordsOf } from '#lib/pipeline/topics.ts'

/** A seed as it was read: its stated or inferred facts, its statement and its tables. */
export type SeedMaterial = {
  facts: { modality: Modality; taskType: TaskType; metric: Metric; target: string; idColumn: string }
  description: string
  tables: readonly SeedTable[]
}

const find = (tables: readonly SeedTable[], name: string) =>
  tables.find((table) => table.path.split('/').pop() === name)

function imbalanceOf(labels: readonly string[], task: TaskType): number | null {
  if (task === 'regression' || labels.length === 0) return null
  const counts = new Map<string, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  const shares = [...counts.values()].map((count) => count / labels.length)
  if (task === 'binary') return Math.min(...shares, shares.length === 1 ? 0 : 1)
  const entropy = -shares.reduce((sum, p) => sum + p * Math.log(p), 0)
  return shares.length < 2 ? 0 : Math.min(1, entropy / Math.log(shares.length))
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const round = (value: number) => Math.round(value * 1e4) / 1e4

function priorOf(words: readonly string[]): Record<string, number> {
  const counts = countTopics(words)
  const most = Math.max(1, ...Object.values(counts))
  return Object.fromEntries(Object.entries(counts).map(([topic, count]) => [topic, round(count / most)]))
}

/** The family whose words the seed uses most; null below two shared words. */
function familyOf(words: readonly string[], domains: readonly Domain[]): string | null {
  const seen = new Set(words)
  const scores = new Map<string, number>()
  for (const domain of domains) {
    const text = [
      domain.title,
      domain.entity,
      domain.stakeholder,
      ...domain.columns.map((column) => column.name),
    ].join(' ')
    const hits = [...new Set(wordsOf(text))].filter((word) => word.length > 3 && seen.has(word)).length
    scores.set(domain.family, (scores.get(domain.family) ?? 0) + hits)
  }
  const [best] = [...scores].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
  return best && best[1] >= 2 ? best[0] : null
}

const ROW_TABLES = /(train|test|submission[a-z_]*)\.csv$/i

/**
 * Reads the structure of a seed from its text and its tables.
 * @throws Error when there is no train.csv, naming the tables that there are
 */
export function extractDna({ facts, description, tables }: SeedMaterial, domains: readonly Domain[]): Dna {
  const train = find(tables, 'train.csv')
  if (!train)
    throw new Error(`no train.csv among ${tables.map((table) => table.path).join(', ') || 'no tables'}`)
  const labels = cellsOf(train, facts.target)
  const columns = profileColumns(train).filter(({ name }) => name !== facts.target && name !== facts.idColumn)
  const children = tables.filter((table) => !ROW_TABLES.test(table.path)).length
  const words = [...wordsOf(description), ...train.header.flatMap(wordsOf)]
  const categorical = columns.filter((column) => column.kind === 'categorical')
  const missingRate = round(
    columns.reduce((sum, column) => sum + column.missing, 0) / Math.max(1, columns.length),
  )
  const kinds = (kind: ColumnProfile['kind']) => columns.filter((column) => column.kind === kind).length
  const imbalance = imbalanceOf(labels, facts.taskType)
  const strain = [train.rows.length < 200, missingRate > 0.1, (imbalance ?? 1) < 0.15, columns.length > 15]
  return Dna.parse({
    v: 1,
    modality: facts.modality,
    task: facts.taskType,
    metric: facts.metric,
    nTrain: train.rows.length,
    nTest: find(tables, 'test.csv')?.rows.length ?? 0,
    classes: facts.taskType === 'regression' ? null : Math.min(1000, Math.max(2, new Set(labels).size)),
    joinDepth: Math.min(4, facts.modality === 'join' ? Math.max(1, children) : children),
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
    family: familyOf(words, domains),
  })
}
