import type { Tx } from '#lib/db/client.ts'
import { transitionVersion } from '#lib/db/transition.ts'
import { type CertifiedStatus, isMovedByCertificate } from '#lib/domain/certification.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'
import { databaseNow } from '#lib/services/context.ts'
import type { Deps } from '#workers/deps.ts'
import { LEASE_END } from '#workers/leases/leased.ts'

/** The right to certify a version until the lease is over; `attempt` fences every write. */
export type CertificationClaim = {
  id: string
  attempt: number
  lost: number
  versionId: string
  kind: CertificateKind
  requestedBy: string
  /** What the version was before it went to `verifying`; null where its status stays. */
  heldStatus: CertifiedStatus | null
}

/** Takes a queued certification by compare-and-set and, with it, the version where a certificate moves that. */
export async function claimCertification(
  deps: Pick<Deps, 'db' | 'workerId'>,
  id: string,
): Promise<CertificationClaim | null> {
  return deps.db.$transaction(async (tx) => {
    const [claim] = await tx.$queryRaw<CertificationClaim[]>`
      UPDATE "certification" SET status = 'running', attempt = attempt + 1, "workerId" = ${deps.workerId},
        "leaseUntil" = ${LEASE_END}
      WHERE id = ${id}::uuid AND status = 'queued'
      RETURNING id, attempt, lost, "versionId", kind, "requestedBy", "heldStatus"`
    if (!claim || claim.heldStatus !== null) return claim ?? null
    const version = await tx.version.findUniqueOrThrow({
      where: { id: claim.versionId },
      select: { status: true },
    })
    const status = version.status
    if (!isMovedByCertificate(status)) return claim
    if (!(await transitionVersion(tx, claim.versionId, status, 'verifying'))) return claim
    await tx.certification.update({ where: { id }, data: { heldStatus: status }, select: { id: true } })
    return { ...claim, heldStatus: status }
  })
}

/** Ends a certification that judged nothing; its version is again what it was. False: another worker holds it. */
export async function giveUp(
  tx: Tx,
  claim: Pick<CertificationClaim, 'id' | 'attempt' | 'versionId' | 'heldStatus'>,
  error: string,
): Promise<boolean> {
  const { count } = await tx.certification.updateMany({
    where: { id: claim.id, attempt: claim.attempt, status: 'running' },
    data: {
      status: 'failed',
      error: error.slice(0, 500),
      finishedAt: await databaseNow(tx),
      leaseUntil: null,
    },
  })
  if (count === 0) return false
  if (claim.heldStatus !== null) await transitionVersion(tx, claim.versionId, 'verifying', claim.heldStatus)
  return true
}

/** Puts a certification back into the queue, with what it lost so far. False: another worker holds it. */
export async function requeue(
  deps: Pick<Deps, 'queue'>,
  tx: Tx,
  claim: Pick<CertificationClaim, 'id' | 'attempt'>,
  lost: number,
): Promise<boolean> {
  const { count } = await tx.certification.updateMany({
    where: { id: claim.id, attempt: claim.attempt, status: 'running' },
    data: { status: 'queued', lost, leaseUntil: null, workerId: null },
  })
  if (count === 0) return false
  await deps.queue.enqueue(tx, { queue: 'version.certify', id: claim.id })
  return true
}
