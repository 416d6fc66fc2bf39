import { Manifest } from '#lib/domain/artefacts/manifest.ts'
import { Task } from '#lib/domain/artefacts/task.ts'
import { stored } from '#lib/domain/parse.ts'
import type { VersionStatus } from '#lib/domain/version.ts'
import { type FileBytes, loadFiles } from '#lib/pipeline/task-files.ts'
import type { Deps } from '#workers/deps.ts'

export type LoadedVersion = {
  id: string
  environmentId: string
  status: VersionStatus
  task: Task
  manifest: Manifest
}

/** A version's row with its parsed artefacts. Throws when there is none. */
export async function loadVersion(deps: Pick<Deps, 'db'>, id: string): Promise<LoadedVersion> {
  const row = await deps.db.version.findUniqueOrThrow({
    where: { id },
    select: { id: true, environmentId: true, status: true, task: true, manifest: true },
  })
  const { environmentId, status } = row
  return {
    id,
    environmentId,
    status: status,
    task: stored(Task, row.task, `task of version ${id}`),
    manifest: stored(Manifest, row.manifest, `manifest of version ${id}`),
  }
}

/** The stored bytes of a version's files that pass `wanted`. */
export async function loadVersionFiles(
  deps: Pick<Deps, 'blobs'>,
  manifest: Manifest,
  wanted: (path: string) => boolean = () => true,
): Promise<FileBytes> {
  const listed = manifest.files.filter(({ path }) => wanted(path))
  return loadFiles(deps.blobs, Object.fromEntries(listed.map((file) => [file.path, file])), () => true)
}
