import { forbidden } from '#lib/domain/errors.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, type ServiceContext } from '#lib/services/context.ts'
import { localPerson } from '#lib/services/people/local-person.ts'
import { hashSecret, newSecret } from '#lib/services/people/secrets.ts'

/** Name of the token that the command line of this machine finds in a file of this name. */
const NAME = 'local.json'

/** Whether this is the machine's token: it works, and for the person whom it has to act for. */
export async function isLocalToken({ ctx, token }: { ctx: ServiceContext; token: string }): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const where = { tokenHash: hashSecret(token), revokedAt: null, userId: await localPerson(tx) }
    return (await tx.apiToken.count({ where })) > 0
  })
}

/**
 * Makes the token of `local.json`, which acts for the person who started the product; earlier ones stop working.
 * Only the product itself may call this.
 */
export async function createLocalToken({ ctx }: { ctx: ServiceContext }): Promise<{ token: string }> {
  if (ctx.actor.kind !== 'system') throw forbidden('Only the set-up makes the local token.')
  return inTransaction(ctx, async (tx) => {
    const userId = await localPerson(tx)
    await tx.apiToken.updateMany({
      where: { name: NAME, scope: 'owner', revokedAt: null },
      data: { revokedAt: await databaseNow(tx) },
    })
    const token = newSecret('sml')
    const row = await tx.apiToken.create({
      data: { userId, name: NAME, scope: 'owner', tokenHash: hashSecret(token) },
      select: { id: true },
    })
    await recordAudit(tx, ctx.actor, { verb: 'people.create-local-token', entity: 'token', entityId: row.id })
    return { token }
  })
}
