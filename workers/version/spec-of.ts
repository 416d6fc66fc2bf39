import { Spec } from '#lib/domain/artefacts/spec.ts'
import { decodeText, encodeJson, hashOf } from '#lib/pipeline/canonical.ts'
import type { LoadedVersion } from '#workers/candidate/load-version.ts'
import type { Deps } from '#workers/deps.ts'

type SpecDeps = Pick<Deps, 'db' | 'blobs'>

/** The spec that a version was made from, where a run of this installation made it. */
export async function specOf(deps: SpecDeps, version: LoadedVersion): Promise<Spec | null> {
  const steps = await deps.db.step.findMany({
    where: {
      role: 'data-strategist',
      outputBlob: { not: null },
      candidate: { versionId: { in: await versionsBeside(deps, version) } },
    },
    select: { outputBlob: true },
    orderBy: { repair: 'desc' },
  })
  for (const { outputBlob } of steps) {
    const spec = Spec.safeParse(JSON.parse(decodeText(await deps.blobs.get(outputBlob ?? ''))))
    if (spec.success && hashOf(encodeJson(spec.data)) === version.task.specSha256) return spec.data
  }
  return null
}

/** Versions of the same environment: an edited one has no run of its own. */
async function versionsBeside(deps: SpecDeps, { environmentId }: LoadedVersion): Promise<string[]> {
  const rows = await deps.db.version.findMany({ where: { environmentId }, select: { id: true } })
  return rows.map(({ id }) => id)
}
