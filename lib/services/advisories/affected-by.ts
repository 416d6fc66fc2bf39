import type { Tx } from '#lib/db/client.ts'

export type Affected = { id: string; createdBy: string }

/** Packs that contain a version, training runs that used it (by pack or rollout), and systems that came from those. */
export async function affectedBy(
  tx: Tx,
  versionId: string,
): Promise<{ packs: Affected[]; trainingRuns: Affected[]; systems: Affected[] }> {
  const select = { id: true, createdBy: true } as const
  const packs = await tx.pack.findMany({ where: { entries: { some: { versionId } } }, select })
  const packIds = packs.map((pack) => pack.id)
  const trainingRuns = await tx.trainingRun.findMany({
    where: { OR: [{ packId: { in: packIds } }, { rollouts: { some: { versionId } } }] },
    select,
  })
  const runIds = trainingRuns.map((run) => run.id)
  const systems = await tx.benchmarkSystem.findMany({
    where: { OR: [{ packId: { in: packIds } }, { trainingRunId: { in: runIds } }] },
    select,
  })
  return { packs, trainingRuns, systems }
}
