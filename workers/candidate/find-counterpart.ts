import type { Db, Tx } from '#lib/db/client.ts'

/** The candidate of the run branched from that stands at the same place, with the version that it became. */
export type Counterpart = {
  candidateId: string
  version: { id: string; environmentId: string; specSha256: string } | null
}

/** Null for a run that is not a branch. */
export async function findCounterpart(
  tx: Db | Tx,
  parentId: string | null,
  ordinal: number,
): Promise<Counterpart | null> {
  if (parentId === null) return null
  const found = await tx.candidate.findUnique({
    where: { runId_ordinal: { runId: parentId, ordinal } },
    select: { id: true, versionId: true },
  })
  if (found === null) return null
  const version =
    found.versionId === null
      ? null
      : await tx.version.findUnique({
          where: { id: found.versionId },
          select: { id: true, environmentId: true, specSha256: true },
        })
  return { candidateId: found.id, version }
}

/** The version of which a candidate of a branch makes the next one: that of its counterpart, made of the same spec. */
export const versionBefore = (counterpart: Counterpart | null, specSha256: string): Counterpart['version'] =>
  counterpart?.version?.specSha256 === specSha256 ? counterpart.version : null
