import type { Overview } from '#lib/contracts/overview.ts'
import type { Tx } from '#lib/db/client.ts'
import { type Actor, personOf } from '#lib/domain/capabilities.ts'
import { databaseNow, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { readReturned } from '#lib/services/overview/read-returned.ts'
import { RUN_SELECT, toRunViews } from '#lib/services/runs/run-view.ts'
import { reasonsFor } from '#lib/services/runs/visible-reasons.ts'

const RECENT = 6
const BROKEN = 10
const WEEK_MS = 7 * 24 * 60 * 60 * 1000

/** The loop in numbers, all of one moment. */
export async function getOverview({ ctx }: { ctx: ServiceContext }): Promise<Overview> {
  requireCapability(ctx, 'overview.read')
  return ctx.db.$transaction(
    async (tx) => {
      const candidates = await tx.candidate.groupBy({ by: ['status'], _count: true })
      // Each environment counts once, by its newest version.
      const environments = await tx.$queryRaw<{ status: string; count: number }[]>`
        select l.status, count(*)::int as count from environment e
        join lateral (select status from version v where v."environmentId" = e.id order by v.number desc limit 1) l on true
        group by 1`
      const oldest = await tx.version.findFirst({
        where: { status: 'in-review' },
        select: { submittedAt: true },
        orderBy: { submittedAt: 'asc' },
      })
      const recent = await tx.run.findMany({
        select: RUN_SELECT,
        orderBy: { createdAt: 'desc' },
        take: RECENT,
      })
      const outcomes = await tx.$queryRaw<Overview['outcomes']>`
        select to_char("finishedAt" at time zone 'UTC', 'YYYY-MM-DD') as day, status, count(*)::int as count from candidate
        where "finishedAt" > now() - interval '30 days' group by 1, 2 order by 1, 2`
      const now = await databaseNow(tx)
      return {
        today: now.toISOString().slice(0, 10),
        seeds: await tx.seed.count({ where: { archivedAt: null } }),
        runs: {
          waiting: await tx.run.count({ where: { status: 'awaiting-input' } }),
          active: await tx.run.count({ where: { status: { in: ['queued', 'running', 'awaiting-input'] } } }),
          total: await tx.run.count(),
        },
        candidates: Object.fromEntries(candidates.map((row) => [row.status, row._count])),
        environments: Object.fromEntries(environments.map((row) => [row.status, row.count])),
        review: {
          waiting: await tx.version.count({ where: { status: 'in-review' } }),
          oldestSubmittedAt: oldest?.submittedAt?.toISOString() ?? null,
        },
        packs: { ready: await tx.pack.count({ where: { status: 'ready' } }), total: await tx.pack.count() },
        recentRuns: await toRunViews(tx, recent),
        approvedThisWeek: await tx.approval.count({
          where: { createdAt: { gt: new Date(now.getTime() - WEEK_MS) }, withdrawal: null },
        }),
        outcomes,
        broken: await readBroken(tx, ctx.actor),
        returned: await readReturned(tx, ctx.actor),
        people: await tx.user.count({ where: { disabledAt: null } }),
      }
    },
    { isolationLevel: 'RepeatableRead' },
  )
}

type BrokenRow = Omit<Overview['broken'][number], 'at'> & { at: Date }

/**
 * Runs, packs and candidates of everybody, for their pages are everybody's; uploads are seen by who uploaded them
 * alone. Candidates of one run are one row, so that a bad run hides nothing else, and one that failed speaks for its own.
 */
async function readBroken(tx: Tx, actor: Actor): Promise<Overview['broken']> {
  const visible = reasonsFor(actor)
  const rows = await tx.$queryRaw<BrokenRow[]>`
    select kind, id, "runId", title, message, at from (
      select 'run' as kind, id::text, id::text as "runId", name as title, 'Every candidate ended with an error.' as message, "finishedAt" as at
        from run where status = 'failed'
      union all select 'pack', id::text, null, title, coalesce(error, 'The build failed.'), "finishedAt" from pack where status = 'failed'
      union all select 'upload', id::text, null, filename, coalesce(error, 'The archive could not be read.'), "finishedAt" from seed_upload
        where status = 'failed' and "uploadedBy" = ${personOf(actor)}
      union all select 'candidate', (array_agg(c.id::text order by c."finishedAt" desc))[1], r.id::text,
          case when count(*) = 1 then r.name || ' #' || (min(c.ordinal) + 1) else r.name || ': ' || count(*) || ' candidates' end,
          (array_agg(coalesce(c.reason, c."reasonCode", 'Ended with an error.') order by c."finishedAt" desc))[1], max(c."finishedAt")
        from candidate c join run r on r.id = c."runId" where c.status = 'error' and r.status <> 'failed' group by r.id, r.name
    ) b where at > now() - interval '7 days' order by at desc limit ${BROKEN}`
  return rows.map(({ message, ...row }) => ({
    ...row,
    message: row.kind === 'candidate' ? (visible.reason(message) ?? message) : message,
    at: row.at.toISOString(),
  }))
}
