/** Last parts of a configuration key that name a seed: `seed`, `trainer.seed`, `data/random_seed`. */
const SEED_NAMES = new Set(['seed', 'random_seed', 'random_state', 'rng_seed', 'global_seed', 'train_seed'])
/** Last parts of a key that name a run or its place, and configure nothing. */
const NAMING_NAMES = new Set([
  'experiment_name',
  'run_name',
  'run_id',
  'exp_name',
  'output_dir',
  'default_local_dir',
  'logging_dir',
  'log_dir',
  'save_dir',
  'timestamp',
])
const SEED_IN_NAME = /(?:^|[-_ .])(?:seed|s)[-_=: ]?(\d+)$/i

const lastPart = (key: string): string => (key.split(/[./]/).at(-1) ?? key).toLowerCase().replaceAll('-', '_')

export const isSeedKey = (key: string): boolean => SEED_NAMES.has(lastPart(key))
export const isNaming = (key: string): boolean => NAMING_NAMES.has(lastPart(key))

/** A run's name without a seed at its end: `grpo-seed3` is `grpo`. */
export const stemOf = (name: string): string => name.replace(SEED_IN_NAME, '') || name

/** Seed of a run: from its configuration (the shortest key first), else from the end of its name; null if none. */
export function seedOf(run: { name: string; config: Readonly<Record<string, string>> }): string | null {
  const [key] = Object.keys(run.config)
    .filter(isSeedKey)
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
  if (key !== undefined) return run.config[key] ?? null
  return SEED_IN_NAME.exec(run.name)?.[1] ?? null
}
