import type { z } from 'zod'
import { type SavedViewView, ViewParams } from '#lib/contracts/views.ts'
import { can, personOf } from '#lib/domain/capabilities.ts'
import { forbidden } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { getView } from '#lib/services/views/get-view.ts'

/** Takes a saved view away; its maker and owners may. Answers what it was. */
export async function deleteView({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof ViewParams>
}): Promise<SavedViewView> {
  requireCapability(ctx, 'view.save')
  const { viewId } = parseInput(ViewParams, input)
  const view = await getView({ ctx, input })
  const isOwner = can(ctx.actor, 'people.change-role')
  if (view.createdBy !== personOf(ctx.actor) && !isOwner)
    throw forbidden(`This view is ${view.createdByName}'s.`)
  await inTransaction(ctx, async (tx) => {
    await tx.savedView.deleteMany({ where: { id: viewId } })
    const detail = { page: view.page, name: view.name }
    await recordAudit(tx, ctx.actor, { verb: 'view.delete', entity: 'saved-view', entityId: viewId, detail })
  })
  return view
}
