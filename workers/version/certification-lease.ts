import { transitionVersion } from '#lib/db/transition.ts'
import { isMovedByCertificate } from '#lib/domain/certification.ts'
import { databaseNow } from '#lib/services/context.ts'
import { BUG_ENDED, type ClaimOf, leaseOf } from '#workers/leases/lease.ts'

/**
 * A certification under a lease. Its claim takes the version with it where a certificate moves that, and `heldStatus`
 * says what the version was before; null where its status stays.
 */
export const CERTIFICATION = leaseOf({
  kind: 'certification',
  columns: ['versionId', 'kind', 'requestedBy', 'heldStatus'],
  heedsSignal: true,
  judge: () => ({ kind: 'end', code: 'internal', message: BUG_ENDED }),
  async claimed(tx, { id }) {
    const { heldStatus, version } = await tx.certification.findUniqueOrThrow({
      where: { id },
      select: { heldStatus: true, version: { select: { id: true, status: true } } },
    })
    const { status } = version
    if (heldStatus !== null || !isMovedByCertificate(status)) return
    if (!(await transitionVersion(tx, version.id, status, 'verifying'))) return
    await tx.certification.update({ where: { id }, data: { heldStatus: status }, select: { id: true } })
  },
  /** Nothing was judged: its version is again what it was. */
  async fail(tx, { id, attempt }, { message }) {
    const finishedAt = await databaseNow(tx)
    const { count } = await tx.certification.updateMany({
      where: { id, attempt, status: 'running' },
      data: { status: 'failed', error: message.slice(0, 500), finishedAt, leaseUntil: null },
    })
    if (count === 0) return
    const { versionId, heldStatus } = await tx.certification.findUniqueOrThrow({
      where: { id },
      select: { versionId: true, heldStatus: true },
    })
    if (heldStatus !== null) await transitionVersion(tx, versionId, 'verifying', heldStatus)
  },
})
export type CertificationClaim = ClaimOf<typeof CERTIFICATION>
