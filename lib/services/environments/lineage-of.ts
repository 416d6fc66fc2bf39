import type { EnvironmentDetail } from '#lib/contracts/environments.ts'
import type { Tx } from '#lib/db/client.ts'
import { Dna } from '#lib/domain/artefacts/dna.ts'
import { Task } from '#lib/domain/artefacts/task.ts'
import { keptFromSeed } from '#lib/domain/kept-from-seed.ts'
import { fidelityOf, type GateResultRow } from '#lib/services/environments/certificate-view.ts'
import { manifestOf, type StoredVersion } from '#lib/services/environments/stored-manifest.ts'

/**
 * The seeds that a version grew from, as far as they are still here, what it kept of their structure, and how faithful
 * it is to them where a gate measured that.
 */
export async function lineageOf(
  db: Tx,
  version: StoredVersion & { task: unknown; gateResults: readonly GateResultRow[] },
): Promise<EnvironmentDetail['lineage']> {
  const task = Task.safeParse(version.task)
  const dna = Dna.safeParse(task.data?.dna)
  if (!task.success || !dna.success) return null
  const paths = manifestOf(version).files.map(({ path }) => path)
  const seeds = await db.seed.findMany({
    where: { contentHash: { in: task.data.provenance.seeds } },
    select: { slug: true, title: true },
    orderBy: { slug: 'asc' },
  })
  return {
    seeds,
    kept: keptFromSeed(dna.data, task.data, paths),
    likeness: task.data.provenance.likeness ?? null,
    fidelity: fidelityOf(version.gateResults),
  }
}
