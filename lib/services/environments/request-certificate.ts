import type { z } from 'zod'
import { type CertificationView, VerifyBody } from '#lib/contracts/environments.ts'
import type { Tx } from '#lib/db/client.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { conflict, precondition } from '#lib/domain/errors.ts'
import { CURRENT_GATE_SET } from '#lib/domain/gates.ts'
import { parseInput } from '#lib/domain/parse.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import {
  inTransaction,
  isUniqueViolation,
  requireCapability,
  type ServiceContext,
} from '#lib/services/context.ts'
import { CERTIFICATION_SELECT, toCertificationView } from '#lib/services/environments/certification-view.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'
import { verifyObjection } from '#lib/services/environments/permissions-of.ts'

/**
 * Has a worker run a certificate of a version again, outside a run. The row is the request; asking while one of the
 * same kind is open answers with that one.
 */
export async function requestCertificate({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: VersionRef & z.input<typeof VerifyBody>
}): Promise<CertificationView> {
  requireCapability(ctx, 'environment.verify')
  const { certificate: kind } = parseInput(VerifyBody, { certificate: input.certificate })
  const versionId = await findVersion(ctx.db, parseInput(VersionRef, input))
  try {
    return await inTransaction(
      ctx,
      async (tx) => (await openRequest(tx, versionId, kind)) ?? insert(ctx, tx, versionId, kind),
    )
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const known = await openRequest(ctx.db, versionId, kind)
    if (known === null) throw error
    return known
  }
}

async function openRequest(
  tx: Tx,
  versionId: string,
  kind: CertificateKind,
): Promise<CertificationView | null> {
  const row = await tx.certification.findFirst({
    where: { versionId, status: { in: ['queued', 'running'] } },
    select: CERTIFICATION_SELECT,
  })
  if (row === null) return null
  if (row.kind !== kind)
    throw conflict(`A ${row.kind} certificate of this version is being run. Wait for its end.`)
  return toCertificationView(row)
}

async function insert(
  ctx: ServiceContext,
  tx: Tx,
  versionId: string,
  kind: CertificateKind,
): Promise<CertificationView> {
  const version = await tx.version.findUniqueOrThrow({ where: { id: versionId }, select: { status: true } })
  const objection = verifyObjection(ctx.actor, version)
  if (objection !== null) throw precondition(objection)
  const open = await tx.candidate.count({
    where: { versionId, status: { in: ['queued', 'running', 'held'] } },
  })
  if (open > 0) throw precondition('The run that made this version still verifies it. Wait for its end.')
  const row = await tx.certification.create({
    data: { versionId, kind, gateSet: CURRENT_GATE_SET, requestedBy: personOf(ctx.actor) },
    select: CERTIFICATION_SELECT,
  })
  await ctx.queue.enqueue(tx, { queue: 'version.certify', id: row.id })
  await recordAudit(tx, ctx.actor, {
    verb: 'environment.verify',
    entity: 'version',
    entityId: versionId,
    detail: { certificate: kind, status: version.status },
  })
  return toCertificationView(row)
}
