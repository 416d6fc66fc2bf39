import { randomInt } from 'node:crypto'
import type { z } from 'zod'
import { type SavedViewView, SaveViewInput } from '#lib/contracts/views.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { AppError } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { viewsOf } from '#lib/services/views/view-of.ts'

/** Without letters and digits that look alike. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const drawId = (): string =>
  Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)] ?? 'a').join('')

/** Keeps what appears in a page's address under a name and a short id; everybody may open it. */
export async function saveView({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof SaveViewInput>
}): Promise<SavedViewView> {
  requireCapability(ctx, 'view.save')
  const { page, name, query } = parseInput(SaveViewInput, input)
  return inTransaction(ctx, async (tx) => {
    const row = await tx.savedView.create({
      data: { id: drawId(), page, name, query, createdBy: personOf(ctx.actor) },
    })
    await recordAudit(tx, ctx.actor, {
      verb: 'view.save',
      entity: 'saved-view',
      entityId: row.id,
      detail: { page, name },
    })
    const [view] = await viewsOf(tx, [row])
    if (view === undefined) throw new AppError('internal', 'The view was not kept.')
    return view
  })
}
