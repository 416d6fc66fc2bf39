import type { TrainingRunView } from '#lib/contracts/curves.ts'

/** Configuration keys on which runs do not all agree; a key that one run lacks is a difference. */
export function differingKeys(configs: readonly Record<string, string>[]): string[] {
  const all = new Set(configs.flatMap((config) => Object.keys(config)))
  return [...all]
    .filter((key) => new Set(configs.map((config) => config[key])).size > 1)
    .sort((a, b) => a.localeCompare(b, 'en'))
}

const lastPart = (key: string): string => key.slice(Math.max(key.lastIndexOf('.'), key.lastIndexOf('/')) + 1)

/** The end of each key where the ends differ: `optim.lr` becomes `lr` unless another key ends so too. */
function shortKeys(keys: readonly string[]): Map<string, string> {
  const ends = Map.groupBy(keys, lastPart)
  return new Map(keys.map((key) => [key, ends.get(lastPart(key))?.length === 1 ? lastPart(key) : key]))
}

const words = (config: Record<string, string>, keys: readonly string[]): string => {
  const short = shortKeys(keys)
  return keys.map((key) => `${short.get(key)}=${config[key] ?? '∅'}`).join(' ')
}

export const NAMINGS = ['name', 'differences'] as const
/** What a legend calls a run: its name, or the configuration in which it differs from the others. */
export type Naming = (typeof NAMINGS)[number]

/**
 * Runs by their names, or by what tells the drawn ones apart and nothing else, as `lr=1e-5 seed=2`. Where names repeat
 * the end of the id follows.
 */
export function runLabels(runs: readonly TrainingRunView[], naming: Naming): Map<string, string> {
  const keys = naming === 'name' ? [] : differingKeys(runs.map((run) => run.config))
  const labels = runs.map((run) => [run.id, keys.length > 0 ? words(run.config, keys) : run.name] as const)
  const same = Map.groupBy(runs, (run) => (keys.length > 0 ? words(run.config, keys) : run.name))
  return new Map(
    labels.map(([id, label]) => {
      const run = runs.find((one) => one.id === id)
      const repeats = (same.get(label)?.length ?? 1) > 1
      if (!repeats) return [id, label]
      const named = keys.length > 0 ? `${label} ${run?.name ?? ''}` : label
      return [id, `${named} ${id.slice(-4)}`]
    }),
  )
}

/** The same for groups: what their configurations differ in, without what differs inside of one. */
export function groupLabels(runs: readonly TrainingRunView[]): Map<string, string> {
  const groups = Map.groupBy(runs, (run) => run.group)
  const inside = new Set(
    [...groups.values()].flatMap((members) => differingKeys(members.map((run) => run.config))),
  )
  const first = [...groups].map(([id, members]) => ({ id, run: members[0] }))
  const keys = differingKeys(first.map(({ run }) => run?.config ?? {})).filter((key) => !inside.has(key))
  return new Map(
    first.map(({ id, run }) => [
      id,
      keys.length > 0 ? words(run?.config ?? {}, keys) : (run?.experiment ?? id),
    ]),
  )
}
