import { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Metric, Modality, TaskType } from '#lib/domain/vocabulary.ts'
import type { Domain } from '#lib/pipeline/domain-record.ts'
import { metricOf } from '#lib/pipeline/extract/metric-words.ts'
import { type ColumnProfile, cellsOf, profileColumns, type SeedTable } from '#lib/pipeline/extract/table.ts'
import { countTopics, wordsOf } from '#lib/pipeline/topics.ts'

/** What a seed says of itself; every field wins over what its files look like. */
export type SeedDeclaration = {
  modality?: Modality | undefined
  taskType?: TaskType | undefined
  metric?: Metric | undefined
  target?: string | undefined
  idColumn?: string | undefined
}
export type SeedMaterial = { description: string; tables: readonly SeedTable[]; declared: SeedDeclaration }

const find = (tables: readonly SeedTable[], name: string) => tables.find((table) => table.path.split('/').pop() === name)

function targetOf(train: SeedTable, test: SeedTable | undefined, declared: SeedDeclaration): string {
  if (declared.target !== undefined && train.header.includes(declared.target)) return declared.target
  const hidden = train.header.filter((name) => test !== undefined && !test.header.includes(name))
  return hidden.at(-1) ?? train.header.at(-1) ?? ''
}

function taskOf(labels: readonly string[], text: string): TaskType {
  const levels = [...new Set(labels)]
  const numeric = levels.every((level) => Number.isFinite(Number(level)))
  if (levels.length <= 2) return 'binary'
  const grades = numeric && levels.length <= 12 && levels.every((level) => Number.isInteger(Number(level)))
  if (grades && /grade|ordinal|rating|severity|kappa/i.test(text)) return 'ordinal'
  if (!numeric || (grades && labels.length > 20 * levels.length)) return 'multiclass'
  return 'regression'
}

function modalityOf(columns: readonly ColumnProfile[], children: number, text: string): Modality {
  const has = (kind: ColumnProfile['kind']) => columns.some((column) => column.kind === kind)
  if (has('path')) return 'image'
  if (has('text')) return 'text'
  if (children > 0) return 'join'
  return has('date') && /forecast|series|future|later|daily|weekly|monthly/i.test(text) ? 'series' : 'tabular'
}

function imbalanceOf(labels: readonly string[], task: TaskType): number | null {
  if (task === 'regression' || labels.length === 0) return null
  const counts = new Map<string, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  const shares = [...counts.values()].map((count) => count / labels.length)
  if (task === 'binary') return Math.min(...shares, shares.length === 1 ? 0 : 1)
  const entropy = -shares.reduce((sum, p) => sum + p * Math.log(p), 0)
  return shares.length < 2 ? 0 : Math.min(1, entropy / Math.log(shares.length))
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
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
    const text = [domain.title, domain.entity, domain.stakeholder, ...domain.columns.map((column) => column.name)].join(' ')
    const hits = [...new Set(wordsOf(text))].filter((word) => word.length > 3 && seen.has(word)).length
    scores.set(domain.family, (scores.get(domain.family) ?? 0) + hits)
  }
  const [best] = [...scores].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
  return best && best[1] >= 2 ? best[0] : null
}

/**
 * Reads the structure of a seed from its text and its tables.
 * @param material description, parsed CSV files (train.csv is needed) and what the seed declares
 * @throws Error when there is no train.csv, naming the files that there are
 */
export function extractDna(material: SeedMaterial, domains: readonly Domain[]): Dna {
  const { description, tables, declared } = material
  const train = find(tables, 'train.csv')
  if (!train) throw new Error(`no train.csv among ${tables.map((table) => table.path).join(', ') || 'no files'}`)
  const test = find(tables, 'test.csv')
  const target = targetOf(train, test, declared)
  const labels = cellsOf(train, target)
  const columns = profileColumns(train).filter((column) => column.name !== target && column.name !== declared.idColumn)
  const id = declared.idColumn ?? train.header[0]
  const children = tables.filter(
    (table) => !/(train|test|sample_submission)\.csv$/.test(table.path) && id !== undefined && table.header.includes(id),
  ).length
  const task = declared.taskType ?? taskOf(labels, description)
  const modality = declared.modality ?? modalityOf(columns, children, description)
  const words = [...wordsOf(description), ...train.header.flatMap(wordsOf)]
  const categorical = columns.filter((column) => column.kind === 'categorical')
  const missingRate = round(columns.reduce((sum, column) => sum + column.missing, 0) / Math.max(1, columns.length))
  const kinds = (kind: ColumnProfile['kind']) => columns.filter((column) => column.kind === kind).length
  const imbalance = imbalanceOf(labels, task)
  const strain = [train.rows.length < 200, missingRate > 0.1, (imbalance ?? 1) < 0.15, columns.length > 15]
  return Dna.parse({
    v: 1,
    modality,
    task,
    metric: declared.metric ?? metricOf(description, task),
    nTrain: train.rows.length,
    nTest: test?.rows.length ?? 0,
    classes: task === 'regression' ? null : Math.min(1000, Math.max(2, new Set(labels).size)),
    joinDepth: modality === 'join' ? Math.min(4, Math.max(1, children)) : Math.min(4, children),
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
