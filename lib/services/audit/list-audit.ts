import { z } from 'zod'
import { type AuditList, AuditQuery } from '#lib/contracts/overview.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { parseInput, stored } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { blindVersions } from '#lib/services/reviews/blind-versions.ts'

/** Verbs whose lines tell a verdict. */
const VERDICTS = ['review.submit', 'review.withdraw']

const Detail = z.record(z.string(), z.unknown()).catch({})

/** Who did what, newest first; `next` is the cursor of the following page. */
export async function listAudit({
  ctx,
  input = {},
}: {
  ctx: ServiceContext
  input?: z.input<typeof AuditQuery>
}): Promise<AuditList> {
  requireCapability(ctx, 'audit.read')
  const query = parseInput(AuditQuery, input)
  const own = await ownIds(ctx)
  const blind = await blindVersions(ctx.db, ctx.actor)
  const rows = await ctx.db.audit.findMany({
    where: {
      // Others' verdicts, where the reader's own is not in yet: left out, as on the page of the version.
      NOT: { verb: { in: VERDICTS }, entityId: { in: [...blind] }, actorId: { notIn: own } },
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
      detail: stored(Detail, row.detail, `detail of audit row ${row.id}`),
    })),
    next: rows.length === query.limit ? String(rows.at(-1)?.id ?? '') : null,
  }
}

/** Ids that the reader's own lines carry: theirs, and those of their tokens. */
async function ownIds(ctx: ServiceContext): Promise<string[]> {
  const me = personOf(ctx.actor)
  const tokens = await ctx.db.apiToken.findMany({ where: { userId: me }, select: { id: true } })
  return [me, ...tokens.map(({ id }) => id)]
}
