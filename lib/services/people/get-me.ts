import type { Me } from '#lib/contracts/people.ts'
import { auditIdOf, capabilitiesOf } from '#lib/domain/capabilities.ts'
import type { ServiceContext } from '#lib/services/context.ts'

/** Who is asking and what they may do. */
export async function getMe({ ctx }: { ctx: ServiceContext }): Promise<Me> {
  const { actor } = ctx
  const facts = { kind: actor.kind, id: auditIdOf(actor), can: capabilitiesOf(actor) }
  if (actor.kind === 'system') return { ...facts, name: 'SandMLE', role: 'owner', scope: null }
  return { ...facts, name: actor.name, role: actor.role, scope: actor.kind === 'token' ? actor.scope : null }
}
