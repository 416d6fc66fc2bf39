import { canPlay } from '#lib/domain/artefacts/assign-columns.ts'
import type { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import { causedIn } from '#lib/domain/artefacts/causes.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { seenIn } from '#lib/domain/artefacts/seen-in.ts'
import type { Modality, TaskType } from '#lib/domain/vocabulary.ts'

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
