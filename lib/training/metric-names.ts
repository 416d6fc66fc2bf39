import type { Quantity } from '#lib/domain/training.ts'

/**
 * Trainers name one quantity differently (formats: canonical aliases). Names are kept as they were logged; a quantity
 * says only which of them may stand on one chart. KL is left out: trainers measure different ones.
 */
const TRAIN: Readonly<Record<string, Quantity>> = {
  'critic/score/mean': 'reward_mean',
  reward: 'reward_mean',
  'reward/avg_raw_reward': 'reward_mean',
  'actor/entropy': 'entropy',
  'actor/entropy_loss': 'entropy',
  entropy: 'entropy',
  'response_length/mean': 'response_length',
  'completions/mean_length': 'response_length',
  'response_length/clip_ratio': 'clip_ratio',
  'completions/clipped_ratio': 'clip_ratio',
}
const EVAL: readonly RegExp[] = [
  /^val\/reward_mean$/,
  /^eval[_/]reward$/,
  /^val-core\/.+/,
  /^val\/.+\/pass@1$/,
]

/** The name as its trainer wrote it: MLflow forbids `@`, so that verl's `best@8` arrives as `best_at_8`. */
export const writtenName = (key: string): string => key.replaceAll(/_at_(?=\d)/g, '@')

/** The quantity that a metric measures by its name; null for names that stand for themselves. */
export function quantityOf(key: string): Quantity | null {
  const name = writtenName(key)
  if (EVAL.some((pattern) => pattern.test(name))) return 'eval_reward'
  // Callbacks of transformers put `train/` before what the trainer logs.
  return TRAIN[name] ?? TRAIN[name.replace(/^train\//, '')] ?? null
}

/** The key that a run has for a metric: the very name, else one of the same quantity; null if neither. */
export function chooseKey(keys: readonly string[], metric: string): string | null {
  if (keys.includes(metric)) return metric
  const quantity = quantityOf(metric)
  return quantity === null ? null : (keys.find((key) => quantityOf(key) === quantity) ?? null)
}
