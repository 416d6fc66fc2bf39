import { z } from 'zod'
import { Line } from '#lib/domain/text.ts'
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
import type { Table } from '#lib/packs/read-table.ts'
import { isSound } from '#lib/packs/sound-form.ts'

/** `seed.json`: what a person states about a seed task. Everything may be left out and is then inferred. */
export const SeedFacts = z
  .strictObject({
    title: Line.trim()
      .min(3)
      .max(120)
      .optional()
      .describe('What people read; else the heading of the statement.'),
    modality: z.enum(MODALITIES).optional().describe('What the data are; else told by the files.'),
    taskType: z
      .enum(TASK_TYPES)
      .optional()
      .describe('What is predicted; else told by the values of the target. Grades are ordinal.'),
    metric: z
      .enum(METRICS)
      .optional()
      .describe(
        'How a submission is scored; else told by the statement. Each metric belongs to some task types.',
      ),
    direction: z.enum(DIRECTIONS).optional().describe('Which scores are better; else that of the metric.'),
    target: Line.min(1).max(200).optional().describe('Column of train.csv that is predicted.'),
    idColumn: Line.min(1)
      .max(200)
      .optional()
      .describe('Column that names a row in test.csv and the submission; else the first of the submission.'),
    source: Line.max(500).optional().describe('Where the data come from, an address for example.'),
    licence: Line.max(200).optional().describe('Under which licence they are, CC-BY-4.0 for example.'),
    attribution: Line.max(1000).optional().describe('Whom to name, as the licence asks.'),
  })
  .describe('Facts about a seed task; each may be left out.')
export type SeedFacts = z.infer<typeof SeedFacts>

/** The same as a JSON Schema, for editors. */
export const SEED_SCHEMA: Record<string, unknown> = {
  ...z.toJSONSchema(SeedFacts, { io: 'input' }),
  title: 'seed.json of a seed task',
}

/** The metrics that a text names, in the order from special to general. */
export function metricsIn(text: string): Metric[] {
  const plain = text.toLowerCase().replace(/[^a-z0-9]+/g, ' ')
  return METRIC_WORDS.filter(([words]) => words.test(plain)).flatMap(([, metrics]) => metrics)
}

/** The metric that a statement or a grader names for a task; null if none is known. */
export const metricIn = (text: string, taskType: TaskType): Metric | null =>
  metricsIn(text).find((metric) => METRIC_FACTS[metric].tasks.includes(taskType)) ?? null

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

const isNumber = (cell: string): boolean => cell.trim() !== '' && Number.isFinite(Number(cell))

/** Most grades that an ordinal target has. */
const GRADES = 20

/**
 * The one task type of a metric that has no other, where the values of the target allow it: whoever states quadratic
 * weighted kappa states grades.
 */
export function taskTypeOfMetric(metric: Metric | undefined, values: Table['values']): TaskType | null {
  if (metric === undefined) return null
  const { tasks } = METRIC_FACTS[metric]
  const distinct = [...values.keys()].filter((value) => value !== '')
  const areGrades = distinct.length <= GRADES && distinct.every((value) => /^-?\d{1,6}(?:\.0)?$/.test(value))
  return tasks.length === 1 && tasks[0] === 'ordinal' && areGrades ? 'ordinal' : null
}

/** Task type from the values of the target and the number of prediction columns of a submission. */
export function taskTypeOf(values: Table['values'], predictionColumns: number, statement: string): TaskType {
  const distinct = new Set(values.keys())
  distinct.delete('')
  if (predictionColumns > 1) return 'multiclass'
  if (distinct.size === 2) return 'binary'
  const numeric = [...distinct].every(isNumber)
  if (!numeric) return 'multiclass'
  const integers = [...distinct].every((value) => Number.isInteger(Number(value)))
  if (integers && distinct.size <= 10 && /kappa|qwk|ordinal|grade/i.test(statement)) return 'ordinal'
  if (integers && distinct.size <= 10 && /accuracy|\bf1\b/i.test(statement)) return 'multiclass'
  return 'regression'
}

/** True for the path of a picture. */
export const isPicture = (path: string): boolean => IMAGE.test(path)
const IMAGE = /\.(png|jpe?g|bmp|gif|webp|tiff?)$/i
/** Words a cell must have on average before a column counts as text. */
const TEXT_WORDS = 5
const SAMPLE_ROWS = 400

/**
 * What kind of data a seed is: pictures, sounds, further tables, a split by time, free text, or one plain table. `children`
 * are the headers of the further tables.
 */
export function modalityOf(
  paths: readonly string[],
  train: Table,
  test: Table,
  children: readonly (readonly string[])[],
): Modality {
  if (paths.filter(isPicture).length >= 10) return 'image'
  if (paths.filter(isSound).length >= 10) return 'audio'
  const known = new Set(train.header)
  if (children.some((header) => header.some((name) => known.has(name)))) return 'join'
  const tested = new Set(test.header)
  const shared = train.header.filter((name) => tested.has(name))
  if (shared.some((name) => isSplitByTime(train, test, name))) return 'series'
  if (shared.some((name) => isText(sampleOf(train, name)))) return 'text'
  return 'tabular'
}

function sampleOf(table: Table, column: string): string[] {
  const at = table.header.indexOf(column)
  return at < 0 ? [] : table.rows.slice(0, SAMPLE_ROWS).map((row) => row[at] ?? '')
}

function isSplitByTime(train: Table, test: Table, column: string): boolean {
  const [before, after] = [train.dates.get(column), test.dates.get(column)]
  return before !== undefined && after !== undefined && after.first >= before.last
}

function isText(values: readonly string[]): boolean {
  const sample = values.filter((value) => value !== '')
  const words = sample.reduce((sum, value) => sum + value.trim().split(/\s+/).length, 0)
  return sample.length > 0 && words / sample.length >= TEXT_WORDS && new Set(sample).size > sample.length / 2
}
