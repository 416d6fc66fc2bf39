import { keysOf } from '#lib/domain/keys.ts'

/**
 * Formats of training logs that can be read: `title` is how a report names one, `files` how a list of all of them does
 * (null: another row says it).
 */
export const LOG_FORMAT_WORDS = {
  verl: { title: 'verl log', files: 'logs of verl' },
  tensorboard: { title: 'TensorBoard', files: 'TensorBoard event files' },
  'trainer-state': { title: 'trainer state', files: 'trainer_state.json' },
  wandb: { title: 'W&B history', files: 'W&B runs and exports' },
  'wandb-panel': { title: 'W&B panel', files: null },
  trackio: { title: 'trackio', files: 'trackio' },
  swanlab: { title: 'SwanLab', files: 'SwanLab' },
  clearml: { title: 'ClearML', files: 'ClearML' },
  console: { title: 'console log', files: 'console logs of trainers' },
  jsonl: { title: 'JSON lines', files: 'JSON lines' },
  csv: { title: 'table', files: 'CSV' },
  parquet: { title: 'parquet', files: 'parquet' },
} as const satisfies Record<string, { title: string; files: string | null }>

export type LogFormat = keyof typeof LOG_FORMAT_WORDS
export const LOG_FORMATS = keysOf(LOG_FORMAT_WORDS)

/** Formats of text that no tracker marks: told where nothing else fits. Each other one is a file of `lib/training/formats`. */
export type PlainFormat = 'console' | 'jsonl' | 'csv'
export type MarkedFormat = Exclude<LogFormat, PlainFormat>

/** `logs of verl, TensorBoard event files, ...` */
export const ALL_LOG_FORMATS = LOG_FORMATS.flatMap((format) => LOG_FORMAT_WORDS[format].files ?? []).join(
  ', ',
)
