import { z } from 'zod'
import { type AuditList, AuditQuery } from '#lib/contracts/overview.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

const Detail = z.record(z.string(), z.unknown()).catch({})

/** Who did what, newest first; `next` is the cursor of the following page. */
export async function listAudit({
  ctx,
  input = {},
}: {
  ctx: ServiceContext
  input?: unknown
}): Promise<AuditList> {
  requireCapability(ctx, 'audit.read')
  const query = AuditQuery.parse(input)
  const rows = await ctx.db.audit.findMany({
    where: {
      ...(query.entity ? { entity: query.entity } : {}),
      ...(query.entityId ? { entityId: query.entityId } : {}),
      ...(query.before ? { id: { lt: BigInt(query.before) } } : {}),
    },
    orderBy: { id: 'desc' },
    take: query.limit,
  })
  const tokens = await ctx.db.apiToken.findMany({
    where: { id: { in: rows.filter((row) => row.actorKind === 'token').map((row) => row.actorId) } },
    select: { id: true, name: true, user: { select: { name: true } } },
  })
  const tokenNames = new Map(tokens.map((token) => [token.id, `${token.user.name} (token ${token.name})`]))
  const nameOf = await namesOf(
    ctx.db,
    rows.map((row) => row.actorId),
  )
  return {
    entries: rows.map((row) => ({
      ...row,
      id: String(row.id),
      at: row.at.toISOString(),
      actorName: tokenNames.get(row.actorId) ?? nameOf(row.actorId),
      detail: Detail.parse(row.detail),
    })),
    next: rows.length === query.limit ? String(rows.at(-1)?.id ?? '') : null,
  }
}
