import type { z } from 'zod'
import type { NoticeList } from '#lib/contracts/advisories.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'

const SHOWN = 100

/** The reader's own notices that they have not read, newest first. */
export async function listNotices({ ctx }: { ctx: ServiceContext }): Promise<z.infer<typeof NoticeList>> {
  requireCapability(ctx, 'overview.read')
  const rows = await ctx.db.notice.findMany({
    where: { userId: personOf(ctx.actor), readAt: null },
    select: { id: true, text: true, href: true, createdAt: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: SHOWN,
  })
  return { notices: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })) }
}
