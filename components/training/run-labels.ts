import type { TrainingRunView } from '#lib/contracts/curves.ts'
import { stemOf } from '#lib/domain/seed-keys.ts'

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

type LabelledGroup = {
  id: string
  run: TrainingRunView
  /** The name of its runs without the seed, null where they do not share one. */
  stem: string | null
}

function labelledGroups(runs: readonly TrainingRunView[]): LabelledGroup[] {
  return [...Map.groupBy(runs, (run) => run.group)].flatMap(([id, members]) => {
    const [stem, ...others] = new Set(members.map((run) => stemOf(run.name)))
    const [run] = members
    return run ? [{ id, run, stem: others.length === 0 ? (stem ?? null) : null }] : []
  })
}

/**
 * The same for groups: the name that the runs of each share where no other group has it, else what their configurations
 * differ in, without what differs inside of one. No two labels are equal: the experiment, then the first run, tells apart.
 */
export function groupLabels(runs: readonly TrainingRunView[], naming: Naming): Map<string, string> {
  const groups = labelledGroups(runs)
  const members = [...Map.groupBy(runs, (run) => run.group).values()]
  const inside = new Set(members.flatMap((group) => differingKeys(group.map((run) => run.config))))
  const keys = differingKeys(groups.map(({ run }) => run.config)).filter((key) => !inside.has(key))
  const stems = Map.groupBy(groups, (group) => group.stem)
  const plain = ({ run, stem }: LabelledGroup): string => {
    if (naming === 'name' && stem !== null && stems.get(stem)?.length === 1) return stem
    return keys.length > 0 ? words(run.config, keys) : (stem ?? run.experiment)
  }
  const forms = [
    plain,
    (group: LabelledGroup) => `${group.run.experiment} ${plain(group)}`,
    (group: LabelledGroup) => `${plain(group)} ${group.run.name}`,
  ]
  const form =
    forms.find((print) => new Set(groups.map(print)).size === groups.length) ??
    ((group: LabelledGroup) => `${plain(group)} ${group.run.id.slice(-4)}`)
  return new Map(groups.map((group) => [group.id, form(group)]))
}
