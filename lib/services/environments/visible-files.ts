import type { ManifestFile } from '#lib/domain/artefacts/manifest.ts'
import { type Actor, can } from '#lib/domain/capabilities.ts'
import { AppError, notFound } from '#lib/domain/errors.ts'
import { manifestOf, type StoredVersion } from '#lib/services/environments/stored-manifest.ts'

/** Keys of task.json that tell how a task was made; kept from whoever gets the agent view. */
const JUDGE_KEYS = ['mechanisms', 'skills', 'dna', 'specSha256', 'generatorSeed', 'provenance']

export const seesJudge = (actor: Actor): boolean => can(actor, 'environment.read-judge')

/** Files that the actor may see: the agent view is exactly the agent's files. */
export function visibleFiles(actor: Actor, version: StoredVersion): ManifestFile[] {
  const { files } = manifestOf(version)
  return seesJudge(actor) ? files : files.filter((file) => file.view === 'agent')
}

/** One file of the actor's view. A file of the other view is forbidden, not missing: its name is not a secret. */
export function visibleFile(actor: Actor, version: StoredVersion, path: string): ManifestFile {
  const { files } = manifestOf(version)
  const file = files.find((one) => one.path === path)
  if (file === undefined) throw notFound('file', path)
  if (file.view !== 'agent' && !seesJudge(actor))
    throw new AppError('forbidden', 'This file belongs to the judge view.', { path })
  return file
}

export function visibleTask(actor: Actor, task: Record<string, unknown>): Record<string, unknown> {
  if (seesJudge(actor)) return task
  return Object.fromEntries(Object.entries(task).filter(([key]) => !JUDGE_KEYS.includes(key)))
}
