import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { CANDIDATE_NEXT, type CandidateStatus, RUN_NEXT, type RunStatus } from '#lib/domain/run.ts'
import { SMOKE_NEXT, type SmokeStatus } from '#lib/domain/training.ts'
import { PACK_NEXT, type PackStatus, VERSION_NEXT, type VersionStatus } from '#lib/domain/version.ts'

function guard<S extends string>(table: Record<S, readonly S[]>, aggregate: string, from: S, to: S): void {
  if (!table[from].includes(to)) throw new Error(`${aggregate}: no transition from ${from} to ${to}`)
}

/** Compare-and-set of a run's status. False: somebody else moved it; the caller decides, never retries blindly. */
export async function transitionRun(
  tx: Tx,
  id: string,
  from: RunStatus,
  to: RunStatus,
  patch: Prisma.RunUpdateManyMutationInput = {},
): Promise<boolean> {
  guard<RunStatus>(RUN_NEXT, 'run', from, to)
  const { count } = await tx.run.updateMany({ where: { id, status: from }, data: { ...patch, status: to } })
  return count === 1
}

/** Compare-and-set of a candidate, fenced by `attempt`: a worker that lost its lease changes nothing. */
export async function transitionCandidate(
  tx: Tx,
  id: string,
  from: CandidateStatus,
  to: CandidateStatus,
  options: { attempt?: number; patch?: Prisma.CandidateUncheckedUpdateManyInput } = {},
): Promise<boolean> {
  guard<CandidateStatus>(CANDIDATE_NEXT, 'candidate', from, to)
  const fence = options.attempt === undefined ? {} : { attempt: options.attempt }
  const { count } = await tx.candidate.updateMany({
    where: { id, status: from, ...fence },
    data: { ...options.patch, status: to },
  })
  return count === 1
}

/** Compare-and-set of all candidates of a run that have one of these statuses: how many were moved. */
export async function transitionCandidates(
  tx: Tx,
  runId: string,
  from: readonly CandidateStatus[],
  to: CandidateStatus,
  patch: Prisma.CandidateUncheckedUpdateManyInput = {},
): Promise<number> {
  for (const status of from) guard<CandidateStatus>(CANDIDATE_NEXT, 'candidate', status, to)
  const { count } = await tx.candidate.updateMany({
    where: { runId, status: { in: [...from] } },
    data: { ...patch, status: to },
  })
  return count
}

/** Compare-and-set of a version; `contentHash` names what the caller decided about. */
export async function transitionVersion(
  tx: Tx,
  id: string,
  from: VersionStatus,
  to: VersionStatus,
  options: { contentHash?: string; patch?: Prisma.VersionUncheckedUpdateManyInput } = {},
): Promise<boolean> {
  guard<VersionStatus>(VERSION_NEXT, 'version', from, to)
  const same = options.contentHash === undefined ? {} : { contentHash: options.contentHash }
  const { count } = await tx.version.updateMany({
    where: { id, status: from, ...same },
    data: { ...options.patch, status: to },
  })
  return count === 1
}

/** Compare-and-set of a pack, fenced by `attempt` while it is being built. */
export async function transitionPack(
  tx: Tx,
  id: string,
  from: PackStatus,
  to: PackStatus,
  options: { attempt?: number; patch?: Prisma.PackUncheckedUpdateManyInput } = {},
): Promise<boolean> {
  guard<PackStatus>(PACK_NEXT, 'pack', from, to)
  const fence = options.attempt === undefined ? {} : { attempt: options.attempt }
  const { count } = await tx.pack.updateMany({
    where: { id, status: from, ...fence },
    data: { ...options.patch, status: to },
  })
  return count === 1
}

/** Compare-and-set of a smoke training, fenced by `attempt` while a worker has it. */
export async function transitionSmokeRun(
  tx: Tx,
  id: string,
  from: SmokeStatus,
  to: SmokeStatus,
  options: { attempt?: number; patch?: Prisma.SmokeRunUncheckedUpdateManyInput } = {},
): Promise<boolean> {
  guard<SmokeStatus>(SMOKE_NEXT, 'smoke run', from, to)
  const fence = options.attempt === undefined ? {} : { attempt: options.attempt }
  const { count } = await tx.smokeRun.updateMany({
    where: { id, status: from, ...fence },
    data: { ...options.patch, status: to },
  })
  return count === 1
}
