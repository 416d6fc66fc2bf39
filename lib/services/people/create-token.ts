import type { z } from 'zod'
import { CreateTokenInput, type TokenCreated } from '#lib/contracts/people.ts'
import { grantableScopes } from '#lib/domain/capabilities.ts'
import { forbidden, precondition } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { hashSecret, newSecret } from '#lib/services/people/secrets.ts'

/** An API token of the caller, with no right that they lack; the secret is in this answer and nowhere else. */
export async function createToken({
  ctx,
  input: raw,
}: {
  ctx: ServiceContext
  input: z.input<typeof CreateTokenInput>
}): Promise<TokenCreated> {
  requireCapability(ctx, 'token.create')
  const input = parseInput(CreateTokenInput, raw)
  const { actor } = ctx
  if (actor.kind === 'system') throw precondition('A token belongs to a person.')
  const scopes = grantableScopes(actor)
  if (!scopes.includes(input.scope))
    throw forbidden(
      `A token of scope ${input.scope} may do more than you. Scopes that you can give: ${scopes.join(', ')}.`,
    )
  return inTransaction(ctx, async (tx) => {
    const token = newSecret('sml')
    const { id } = await tx.apiToken.create({
      data: { userId: actor.userId, name: input.name, scope: input.scope, tokenHash: hashSecret(token) },
      select: { id: true },
    })
    await recordAudit(tx, actor, {
      verb: 'token.create',
      entity: 'token',
      entityId: id,
      detail: { scope: input.scope },
    })
    return { id, name: input.name, scope: input.scope, token }
  })
}
