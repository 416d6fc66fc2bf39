import { canPlay } from '#lib/domain/artefacts/assign-columns.ts'
import type { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import { causedIn } from '#lib/domain/artefacts/causes.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { seenIn } from '#lib/domain/artefacts/seen-in.ts'
import { isMedia, type Modality, type TaskType } from '#lib/domain/vocabulary.ts'

type Ways = { seen: Domain; caused: Domain }

/** What a task makes of a world, by world and task: a run plans many tasks of one kind over the same hundred worlds. */
const known = new WeakMap<Domain, Map<string, Ways>>()

function waysOf(modality: Modality, task: TaskType, domain: Domain): Ways {
  const ofDomain = known.get(domain) ?? new Map<string, Ways>()
  known.set(domain, ofDomain)
  const key = `${modality} ${task}`
  const before = ofDomain.get(key)
  if (before !== undefined) return before
  const seen = seenIn(modality, domain)
  const ways = { seen, caused: causedIn(task, seen) }
  ofDomain.set(key, ways)
  return ways
}

/**
 * The worlds as a task can have them, each with the causes whose columns move its target. A run that is held to worlds
 * and mechanisms which leave none keeps the others: a rule over columns that the story says nothing of is still one.
 */
export function causedWorlds(
  domains: readonly Domain[],
  { modality, task, metas }: { modality: Modality; task: TaskType; metas: readonly MechanismMeta[] },
): Domain[] {
  const ways = domains.map((domain) => waysOf(modality, task, domain))
  const isCaused = ways.some(({ caused }) => metas.some((meta) => canPlay([meta], caused)))
  return ways.map(({ seen, caused }) => (isCaused ? caused : seen))
}

/**
 * The tasks of which some picture or sound tells something, in some world; all of them where there is none. Columns tell
 * something of every target.
 */
export function causedTasks(
  domains: readonly Domain[],
  {
    modality,
    tasks,
    metas,
  }: { modality: Modality; tasks: readonly TaskType[]; metas: readonly MechanismMeta[] },
): readonly TaskType[] {
  if (!isMedia(modality)) return tasks
  const told = tasks.filter((task) => {
    const able = metas.filter((meta) => meta.modality === modality && meta.tasks.includes(task))
    return domains.some((domain) =>
      able.some((meta) => canPlay([meta], waysOf(modality, task, domain).caused)),
    )
  })
  return told.length > 0 ? told : tasks
}
