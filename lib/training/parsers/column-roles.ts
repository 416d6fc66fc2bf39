/** What a column of a table of metrics is for. */
export type Role = 'step' | 'time' | 'run' | 'seed' | 'metric-name' | 'metric-value' | 'ignored' | 'value'

/** Best first: where several stand in a row, the first is the step and the others are metrics. */
export const STEP_NAMES = [
  '_step',
  'step',
  'global_step',
  'training/global_step',
  'train/global_step',
  'training_step',
  'train_step',
  'iteration',
  'iter',
  'total_timesteps',
  'timesteps',
  'timestep',
  'update',
]
const TIME_NAMES = new Set([
  '_timestamp',
  'timestamp',
  'time',
  'wall_time',
  'walltime',
  'datetime',
  'date',
  'logged_at',
  'created_at',
])
const RUN_NAMES = new Set(['run', 'run_name', 'runname', 'run_id', 'run_uuid', '_run'])
const METRIC_NAMES = new Set(['metric', 'metric_name', 'key', 'tag', 'name'])
const VALUE_NAMES = new Set(['value', 'metric_value'])
/** What W&B adds to each row. */
const IGNORED = new Set(['_runtime', '_wandb'])

const normal = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')

export function roleOf(name: string): { role: Role; rank: number } {
  const plain = normal(name)
  const rank = STEP_NAMES.indexOf(plain)
  if (rank >= 0) return { role: 'step', rank }
  const role: Role = TIME_NAMES.has(plain)
    ? 'time'
    : RUN_NAMES.has(plain)
      ? 'run'
      : plain === 'seed'
        ? 'seed'
        : METRIC_NAMES.has(plain)
          ? 'metric-name'
          : VALUE_NAMES.has(plain)
            ? 'metric-value'
            : IGNORED.has(plain)
              ? 'ignored'
              : 'value'
  return { role, rank: 0 }
}

/** A step column whose numbers are worth a curve too: trainers log it among their metrics. */
export const isMetricToo = (name: string): boolean => name.includes('/')
