import { createHash } from 'node:crypto'
import { isNaming, isSeedKey, seedOf, stemOf } from '#lib/domain/seed-keys.ts'

export type GroupableRun = {
  id: string
  name: string
  experiment: string
  config: Readonly<Record<string, string>>
}
export type RunGroup = { id: string; label: string; runIds: string[] }

/** The configuration that makes the difference: without the seed and without what only names the run. */
const settingsOf = (config: GroupableRun['config']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => !isSeedKey(key) && !isNaming(key))
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  )

/** What runs of one group share; a run that logged no configuration is known by its name without the seed. */
function identityOf(run: GroupableRun): string {
  const settings = settingsOf(run.config)
  const isBare = Object.keys(settings).length === 0
  // Without a settings entry or a seed nothing says that two runs belong together.
  const name = !isBare ? null : seedOf(run) === null ? run.id : stemOf(run.name)
  return JSON.stringify([run.experiment, settings, name])
}

/** Id of the group of a run: it depends on the run alone, so a colour follows it from page to page. */
export const groupIdOf = (run: GroupableRun): string =>
  createHash('sha256').update(identityOf(run)).digest('hex').slice(0, 16)

/** Runs by group, in the order of the first run of each; labels name what differs between these groups. */
export function groupRuns(runs: readonly GroupableRun[]): RunGroup[] {
  const groups = new Map<string, GroupableRun[]>()
  for (const run of runs) {
    const id = groupIdOf(run)
    const members = groups.get(id)
    if (members === undefined) groups.set(id, [run])
    else members.push(run)
  }
  const first = [...groups].flatMap(([id, [run]]) =>
    run === undefined ? [] : [{ ...run, id, config: settingsOf(run.config), name: stemOf(run.name) }],
  )
  const labels = labelsOf(first, ({ experiment }) => experiment)
  return [...groups].map(([id, members]) => ({
    id,
    label: labels.get(id) ?? id,
    runIds: members.map((run) => run.id),
  }))
}

/** Keys whose values differ between these configurations; a key that one lacks differs. Sorted. */
export function differingKeys(configs: readonly GroupableRun['config'][]): string[] {
  const keys = new Set(configs.flatMap((config) => Object.keys(config)))
  return [...keys]
    .filter((key) => configs.some((config) => config[key] !== configs[0]?.[key]))
    .sort((a, b) => (a < b ? -1 : 1))
}

/**
 * Labels that print only what differs, as `key=value`; `fallback` where nothing does. Equal labels are told apart by
 * experiment, then by name.
 */
export function labelsOf(
  entries: readonly GroupableRun[],
  fallback: (entry: GroupableRun) => string,
): Map<string, string> {
  const keys = differingKeys(entries.map(({ config }) => config)).filter((key) => !isNaming(key))
  const plain = (entry: GroupableRun) =>
    keys
      .flatMap((key) => (entry.config[key] === undefined ? [] : [`${key}=${entry.config[key]}`]))
      .join(' ') || fallback(entry)
  const withExperiment = (entry: GroupableRun) =>
    plain(entry) === entry.experiment ? plain(entry) : `${entry.experiment} ${plain(entry)}`
  const forms = [plain, withExperiment, (entry: GroupableRun) => `${plain(entry)} ${entry.name}`]
  const form =
    forms.find((print) => new Set(entries.map(print)).size === entries.length) ??
    ((entry: GroupableRun) => `${plain(entry)} ${entry.name} ${entry.id.slice(0, 8)}`)
  return new Map(entries.map((entry) => [entry.id, form(entry)]))
}
