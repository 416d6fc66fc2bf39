/** What a column of a table of metrics is for. */
export type Role =
  | 'step'
  | 'time'
  | 'run'
  | 'run-id'
  | 'seed'
  | 'fold'
  | 'metric-name'
  | 'variant'
  | 'metric-value'
  | 'is-nan'
  | 'setting'
  | 'ignored'
  | 'value'

/** Best first: where several appear in a row, the first is the step and the others are metrics. */
export const STEP_NAMES = [
  '_step',
  'step',
  'global_step',
  'training/global_step',
  'train/global_step',
  'trainer/global_step',
  'training_step',
  'train_step',
  'train/step',
  // LLaMA-Factory and ms-swift.
  'current_steps',
  'global_step/max_steps',
  // RLlib, then Stable-Baselines3.
  'training_iteration',
  'iteration',
  'iter',
  'time/total_timesteps',
  'total_timesteps',
  'timesteps_total',
  'timesteps',
  'timestep',
  'update',
]
const EPOCH_NAMES = new Set(['epoch', 'epochs', 'train/epoch', 'current_epoch', 'trainer/epoch'])
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
const RUN_NAMES = new Set(['run', 'run_name', 'runname', '_run'])
/** What a tracker itself tells runs apart by: names may be shared. */
const RUN_IDS = new Set(['run_id', 'run_uuid'])
const METRIC_NAMES = new Set(['metric', 'metric_name', 'key', 'tag', 'name'])
/** ClearML names a chart `metric` and a line of it `variant`. */
const VARIANT_NAMES = new Set(['variant'])
/** MLflow's database keeps a value that is not a number as 0, and says so beside it. */
const NAN_NAMES = new Set(['is_nan'])
const VALUE_NAMES = new Set(['value', 'metric_value'])
/** Numbers that say how long a run shall be, not how it went. */
const SETTINGS = new Set(['total_steps', 'max_steps', 'total_epochs', 'num_train_epochs'])
/** What W&B adds to each row, and clocks that are written as texts. */
const IGNORED = new Set(['_runtime', '_wandb', 'elapsed_time', 'remaining_time'])

/** A name as it is compared: letters alone matter. */
export const plainName = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')

export function roleOf(name: string): { role: Role; rank: number } {
  const plain = plainName(name)
  const rank = STEP_NAMES.indexOf(plain)
  if (rank >= 0) return { role: 'step', rank }
  for (const [role, names] of NAMES) if (names.has(plain)) return { role, rank: 0 }
  return { role: 'value', rank: 0 }
}

const NAMES: readonly [Role, ReadonlySet<string>][] = [
  ['time', TIME_NAMES],
  ['run', RUN_NAMES],
  ['run-id', RUN_IDS],
  ['seed', new Set(['seed'])],
  ['fold', new Set(['fold', 'cv_fold', 'fold_id', 'fold_idx', 'fold_index'])],
  ['metric-name', METRIC_NAMES],
  ['variant', VARIANT_NAMES],
  ['metric-value', VALUE_NAMES],
  ['is-nan', NAN_NAMES],
  ['setting', SETTINGS],
  ['ignored', IGNORED],
]

/** True for a count of passes over the data: x where nothing else counts. */
export const isEpoch = (name: string): boolean => EPOCH_NAMES.has(plainName(name))

/** Numbers of the process that logs: what several of them print appears in one file by turns. */
const PROCESS_NAME =
  /^(?:(?:local|global|world|node|dp|tp|pp|data_parallel)_?)?rank$|^(?:process|proc|worker|replica|device|gpu|shard|actor|client|agent|trial|replicate|job)(?:_?(?:id|index|idx|rank|num|number))?$|^(?:node|env|run)_?(?:id|index|idx|num|number)$/
export const isProcess = (name: string): boolean => PROCESS_NAME.test(plainName(name))
