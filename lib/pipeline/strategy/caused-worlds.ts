import { canPlay } from '#lib/domain/artefacts/assign-columns.ts'
import type { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import { causedIn } from '#lib/domain/artefacts/causes.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { seenIn } from '#lib/domain/artefacts/seen-in.ts'
import { isMedia, type Modality, type TaskType } from '#lib/domain/vocabulary.ts'

/**
 * The worlds as a task can have them, each with the causes whose columns move its target. A run that is held to worlds
 * and mechanisms which leave none keeps the others: a rule over columns that the story says nothing of is still one.
 */
export function causedWorlds(
  domains: readonly Domain[],
  { modality, task, metas }: { modality: Modality; task: TaskType; metas: readonly MechanismMeta[] },
): Domain[] {
  const seen = domains.map((domain) => seenIn(modality, domain))
  const caused = seen.map((domain) => causedIn(task, domain))
  return caused.some((domain) => metas.some((meta) => canPlay([meta], domain))) ? caused : seen
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
    return domains.some((domain) => able.some((meta) => canPlay([meta], causedIn(task, domain))))
  })
  return told.length > 0 ? told : tasks
}
