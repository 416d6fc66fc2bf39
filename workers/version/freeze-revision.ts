import type { Tx } from '#lib/db/client.ts'
import { CURRENT_GATE_SET } from '#lib/domain/gates.ts'
import { revisionObjection } from '#lib/domain/revision.ts'
import { encodeManifest } from '#lib/packs/task-format.ts'
import type { Revised } from '#lib/pipeline/roles/revise.ts'
import { storeFiles } from '#lib/pipeline/task-files.ts'
import { databaseNow } from '#lib/services/context.ts'
import type { Deps } from '#workers/deps.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import { TRANSACTION_MS } from '#workers/tunables.ts'
import type { RevisionClaim } from '#workers/version/revision-lease.ts'
import { nextNumber, versionColumns } from '#workers/version/version-row.ts'

type FreezeDeps = Pick<Deps, 'db' | 'blobs' | 'queue' | 'catalogue'>
type Made = Extract<Revised, { kind: 'revised' }>

/** Why the version cannot be saved any more, looked at under the lock of its environment; null where it can. */
async function lateObjection(
  tx: Tx,
  { contentHash }: Made['frozen'],
  base: { id: string; number: number },
  next: number,
) {
  const { status } = await tx.version.findUniqueOrThrow({ where: { id: base.id }, select: { status: true } })
  const objection = revisionObjection({ status, number: base.number, newest: next - 1 })
  if (objection !== null) return objection
  const known = await tx.version.findUnique({ where: { contentHash }, select: { number: true } })
  return known && `It is the very content of version ${known.number}.`
}

/**
 * Freezes a revision: version, record and the request for its certificate in one transaction with the row that asked
 * for it. Returns why it could not be; null where it was.
 */
export async function freezeRevision(
  deps: FreezeDeps,
  claim: RevisionClaim,
  made: Made,
): Promise<string | null> {
  const { frozen, files, measured } = made
  const own = await storeFiles(deps.blobs, {
    'task.json': frozen.taskBytes,
    'MANIFEST.json': encodeManifest(frozen.manifest),
  })
  const blobs = [...Object.values(files), ...Object.values(own)]
  return deps.db.$transaction(
    async (tx) => {
      const base = await tx.version.findUniqueOrThrow({
        where: { id: claim.versionId },
        select: { id: true, number: true, environmentId: true, authorId: true, engineVersion: true },
      })
      const number = await nextNumber(tx, base.environmentId)
      const objection = await lateObjection(tx, frozen, base, number)
      if (objection !== null) return objection
      await tx.blob.createMany({
        data: blobs.map(({ sha256, bytes }) => ({ sha256, bytes: BigInt(bytes) })),
        skipDuplicates: true,
      })
      const { id } = await tx.version.create({
        data: {
          ...versionColumns(frozen, measured ? deps.catalogue.engineVersion : base.engineVersion),
          environmentId: base.environmentId,
          number,
          parentId: base.id,
          authorId: base.authorId,
          editorId: claim.requestedBy,
        },
        select: { id: true },
      })
      await finishRevision(tx, claim, { status: 'finished', resultId: id })
      const certification = await tx.certification.create({
        data: { versionId: id, kind: 'full', gateSet: CURRENT_GATE_SET, requestedBy: claim.requestedBy },
        select: { id: true },
      })
      await deps.queue.enqueue(tx, { queue: 'version.certify', id: certification.id })
      await tx.audit.create({
        data: {
          actorKind: claim.actorKind,
          actorId: claim.actorId,
          verb: 'version.save',
          entity: 'version',
          entityId: id,
          detail: { over: base.number, files: Object.keys(claim.changes), reason: claim.reason },
        },
      })
      return null
    },
    { timeout: TRANSACTION_MS, maxWait: 10_000 },
  )
}

/** Ends the row of a revision, fenced by its attempt. */
export async function finishRevision(
  tx: Tx,
  { id, attempt }: Pick<RevisionClaim, 'id' | 'attempt'>,
  data: { status: 'finished'; resultId: string } | { status: 'failed'; error: string },
): Promise<void> {
  const finishedAt = await databaseNow(tx)
  const { count } = await tx.revision.updateMany({
    where: { id, attempt, status: 'running' },
    data: { ...data, finishedAt, leaseUntil: null },
  })
  if (count === 0) throw new LeaseLost('fenced')
}
