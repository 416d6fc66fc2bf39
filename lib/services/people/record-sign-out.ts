import { personOf } from '#lib/domain/capabilities.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, type ServiceContext } from '#lib/services/context.ts'

/** Puts on record that a person ended their session. */
export async function recordSignOut({ ctx }: { ctx: Pick<ServiceContext, 'db' | 'actor'> }): Promise<void> {
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, ctx.actor, { verb: 'people.sign-out', entity: 'user', entityId: personOf(ctx.actor) }),
  )
}
