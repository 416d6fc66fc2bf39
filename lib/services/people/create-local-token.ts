import { forbidden } from '#lib/domain/errors.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, type ServiceContext } from '#lib/services/context.ts'
import { hashSecret, newSecret } from '#lib/services/people/secrets.ts'

/** The person behind the command line of the machine that the product was started on; cannot sign in. */
export const LOCAL_USER_ID = 'local-cli'

/** Makes the token of `local.json`; earlier ones stop working. Only the product itself may call this. */
export async function createLocalToken({ ctx }: { ctx: ServiceContext }): Promise<{ token: string }> {
  if (ctx.actor.kind !== 'system') throw forbidden('Only the set-up makes the local token.')
  return inTransaction(ctx, async (tx) => {
    const person = { name: 'Command line', email: 'command-line@localhost.invalid', role: 'owner' }
    await tx.user.upsert({
      where: { id: LOCAL_USER_ID },
      create: { id: LOCAL_USER_ID, ...person },
      update: {},
      select: { id: true },
    })
    await tx.apiToken.updateMany({
      where: { userId: LOCAL_USER_ID, revokedAt: null },
      data: { revokedAt: await databaseNow(tx) },
    })
    const token = newSecret('sml')
    const row = await tx.apiToken.create({
      data: { userId: LOCAL_USER_ID, name: 'local.json', scope: 'owner', tokenHash: hashSecret(token) },
      select: { id: true },
    })
    await recordAudit(tx, ctx.actor, { verb: 'people.create-local-token', entity: 'token', entityId: row.id })
    return { token }
  })
}
