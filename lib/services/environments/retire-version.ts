import type { z } from 'zod'
import { type RetiredVersion, RetireVersionInput } from '#lib/contracts/environments.ts'
import { transitionVersion } from '#lib/db/transition.ts'
import { precondition } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'

/**
 * Takes an approved version out of the catalogue, for a reason that appears in the record. New packs leave it out;
 * packs and training runs that have it keep it.
 */
export async function retireVersion({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: VersionRef & z.input<typeof RetireVersionInput>
}): Promise<z.infer<typeof RetiredVersion>> {
  requireCapability(ctx, 'environment.retire')
  const ref = parseInput(VersionRef, input)
  const { reason } = parseInput(RetireVersionInput, input)
  return inTransaction(ctx, async (tx) => {
    const versionId = await findVersion(tx, ref)
    if (!(await transitionVersion(tx, versionId, 'approved', 'retired'))) {
      const { status } = await tx.version.findUniqueOrThrow({
        where: { id: versionId },
        select: { status: true },
      })
      throw precondition(`Only approved versions are retired; this one is ${status}.`)
    }
    await recordAudit(tx, ctx.actor, {
      verb: 'environment.retire',
      entity: 'version',
      entityId: versionId,
      detail: { reason },
    })
    return { versionId, status: 'retired' }
  })
}
