import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { type Actor, auditIdOf } from '#lib/domain/capabilities.ts'

export type AuditRecord = {
  verb: string
  entity: string
  entityId: string
  /** Plain values; never a secret, never an answer. */
  detail?: Prisma.InputJsonObject
}

/** Writes the audit line in the transaction of the change: without the line there is no change. */
export async function recordAudit(tx: Tx, actor: Actor, record: AuditRecord): Promise<void> {
  await tx.audit.create({
    data: {
      actorKind: actor.kind,
      actorId: auditIdOf(actor),
      verb: record.verb,
      entity: record.entity,
      entityId: record.entityId,
      detail: record.detail ?? {},
    },
  })
}
