import type { Overview } from '#lib/contracts/overview.ts'
import type { Tx } from '#lib/db/client.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { RUN_SELECT, toRunViews } from '#lib/services/runs/run-view.ts'

const RECENT = 6
const BROKEN = 10

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
      const [week] = await tx.$queryRaw<{ count: number }[]>`
        select count(*)::int as count from approval where "createdAt" > now() - interval '7 days'`
      const outcomes = await tx.$queryRaw<Overview['outcomes']>`
        select to_char("finishedAt" at time zone 'UTC', 'YYYY-MM-DD') as day, status, count(*)::int as count from candidate
        where "finishedAt" > now() - interval '30 days' group by 1, 2 order by 1, 2`
      return {
        seeds: await tx.seed.count(),
        runs: {
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
        approvedThisWeek: week?.count ?? 0,
        outcomes,
        broken: await readBroken(tx),
        people: await tx.user.count({ where: { disabledAt: null } }),
      }
    },
    { isolationLevel: 'RepeatableRead' },
  )
}

type BrokenRow = Omit<Overview['broken'][number], 'at'> & { at: Date }

async function readBroken(tx: Tx): Promise<Overview['broken']> {
  const rows = await tx.$queryRaw<BrokenRow[]>`
    select kind, id, "runId", title, message, at from (
      select 'run' as kind, id::text, id::text as "runId", name as title, 'Every candidate ended with an error.' as message, "finishedAt" as at
        from run where status = 'failed'
      union all select 'pack', id::text, null, title, coalesce(error, 'The build failed.'), "finishedAt" from pack where status = 'failed'
      union all select 'upload', id::text, null, filename, coalesce(error, 'The archive could not be read.'), "finishedAt" from seed_upload where status = 'failed'
      union all select 'candidate', c.id::text, r.id::text, r.name || ' #' || (c.ordinal + 1), coalesce(c.reason, c."reasonCode", 'Ended with an error.'), c."finishedAt"
        from candidate c join run r on r.id = c."runId" where c.status = 'error'
    ) b where at > now() - interval '7 days' order by at desc limit ${BROKEN}`
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
