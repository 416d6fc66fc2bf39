import type { z } from 'zod'
import { type NoticeRead, ReadNoticeInput } from '#lib/contracts/advisories.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'

/** Marks one of the reader's own notices as read; a second time changes nothing. */
export async function readNotice({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof ReadNoticeInput>
}): Promise<z.infer<typeof NoticeRead>> {
  requireCapability(ctx, 'overview.read')
  const { id } = parseInput(ReadNoticeInput, input)
  const mine = { id, userId: personOf(ctx.actor) }
  return inTransaction(ctx, async (tx) => {
    if ((await tx.notice.count({ where: mine })) === 0) throw notFound('notice', id)
    await tx.notice.updateMany({ where: { ...mine, readAt: null }, data: { readAt: await databaseNow(tx) } })
    return { id }
  })
}
