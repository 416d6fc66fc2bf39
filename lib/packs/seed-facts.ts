import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import {
  DIRECTIONS,
  METRIC_FACTS,
  METRICS,
  type Metric,
  MODALITIES,
  type Modality,
  TASK_TYPES,
  type TaskType,
} from '#lib/domain/vocabulary.ts'

/** `seed.json`: what a person states about a seed task. Everything may be left out and is then inferred. */
export const SeedFacts = z.strictObject({
  title: z.string().trim().min(3).max(120).optional(),
  modality: z.enum(MODALITIES).optional(),
  taskType: z.enum(TASK_TYPES).optional(),
  metric: z.enum(METRICS).optional(),
  direction: z.enum(DIRECTIONS).optional(),
  target: z.string().min(1).max(200).optional(),
  idColumn: z.string().min(1).max(200).optional(),
  source: z.string().max(500).optional(),
  licence: z.string().max(200).optional(),
  attribution: z.string().max(1000).optional(),
})
export type SeedFacts = z.infer<typeof SeedFacts>

export type Csv = { header: string[]; rows: string[][] }

/** Larger tables are samples' work: read whole, one needs twenty times its size in memory. */
export const MAX_TABLE_BYTES = 48 * 2 ** 20
const MAX_RECORD_BYTES = 2 ** 20

/** Reads a CSV that is rectangular; throws with the line at fault. */
export function readCsv(text: string): Csv {
  const [header, ...rows] = parse(text, {
    bom: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_BYTES,
  }) as string[][]
  if (header === undefined) throw new Error('the file is empty')
  return { header: header.map((name) => name.trim()), rows }
}

/** The metric that a statement or a grader names, in the order from special to general; null if none is known. */
export function metricIn(text: string, taskType: TaskType): Metric | null {
  const plain = text.toLowerCase().replace(/[^a-z0-9]+/g, ' ')
  const found = METRIC_WORDS.filter(([words]) => words.test(plain)).flatMap(([, metrics]) => metrics)
  return (
    found.find((metric) => (METRIC_FACTS[metric].tasks as readonly TaskType[]).includes(taskType)) ?? null
  )
}

const METRIC_WORDS: readonly [RegExp, readonly Metric[]][] = [
  [/quadratic weighted kappa|\bqwk\b/, ['qwk']],
  [/\brmsle\b|root mean squared? log/, ['rmsle']],
  [/multi ?class log|mean ?column ?wise log|cross entropy/, ['multi-log-loss', 'log-loss']],
  [/log ?loss|logarithmic loss/, ['log-loss', 'multi-log-loss']],
  [/\bauc\b|roc curve|roc auc/, ['auc']],
  [/\brmse\b|root mean squared? error/, ['rmse']],
  [/\bmae\b|mean absolute error/, ['mae']],
  [/macro (averaged )?f1|f1 (score )?macro|\bf1\b/, ['macro-f1']],
  [/accuracy|categorization/, ['accuracy']],
]

export const DEFAULT_METRIC: Record<TaskType, Metric> = {
  binary: 'auc',
  multiclass: 'accuracy',
  ordinal: 'qwk',
  regression: 'rmse',
}

const isNumber = (cell: string): boolean => cell.trim() !== '' && Number.isFinite(Number(cell))

/** Task type from the values of the target and the number of prediction columns of a submission. */
export function taskTypeOf(
  values: readonly string[],
  predictionColumns: number,
  statement: string,
): TaskType {
  const distinct = new Set(values.filter((value) => value !== ''))
  if (predictionColumns > 1) return 'multiclass'
  if (distinct.size === 2) return 'binary'
  const numeric = [...distinct].every(isNumber)
  if (!numeric) return 'multiclass'
  const integers = [...distinct].every((value) => Number.isInteger(Number(value)))
  if (integers && distinct.size <= 10 && /kappa|qwk|ordinal|grade/i.test(statement)) return 'ordinal'
  if (integers && distinct.size <= 10 && /accuracy|\bf1\b/i.test(statement)) return 'multiclass'
  return 'regression'
}

const IMAGE = /\.(png|jpe?g|bmp|gif|webp|tiff?)$/i
const ISO_DATE = /^\d{4}-\d{2}-\d{2}/
/** Words a cell must have on average before a column counts as text. */
const TEXT_WORDS = 5
const SAMPLE_ROWS = 400

/** What kind of data a seed is: pictures, further tables, a split by time, free text, or one plain table. */
export function modalityOf(
  paths: readonly string[],
  train: Csv,
  test: Csv,
  childTables: readonly Csv[],
): Modality {
  if (paths.filter((path) => IMAGE.test(path)).length >= 10) return 'image'
  if (childTables.some((table) => table.header.some((name) => train.header.includes(name)))) return 'join'
  const shared = train.header.filter((name) => test.header.includes(name))
  if (shared.some((name) => splitByTime(cells(train, name), cells(test, name)))) return 'series'
  if (shared.some((name) => isText(cells(train, name)))) return 'text'
  return 'tabular'
}

export function cells(table: Csv, column: string): string[] {
  const at = table.header.indexOf(column)
  return at < 0 ? [] : table.rows.map((row) => row[at] ?? '')
}

function splitByTime(train: readonly string[], test: readonly string[]): boolean {
  const dated = (values: readonly string[]) =>
    values.length > 0 && values.every((value) => ISO_DATE.test(value))
  if (!dated(train) || !dated(test)) return false
  const last = train.reduce((a, b) => (a > b ? a : b))
  const first = test.reduce((a, b) => (a < b ? a : b))
  return first >= last
}

function isText(values: readonly string[]): boolean {
  const sample = values.slice(0, SAMPLE_ROWS).filter((value) => value !== '')
  const words = sample.reduce((sum, value) => sum + value.trim().split(/\s+/).length, 0)
  return sample.length > 0 && words / sample.length >= TEXT_WORDS && new Set(sample).size > sample.length / 2
}
