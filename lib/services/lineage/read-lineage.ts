import type { z } from 'zod'
import type { Lineage, LineageQuery } from '#lib/contracts/lineage.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { CANDIDATE_STATUSES } from '#lib/domain/run.ts'
import type { ServiceContext } from '#lib/services/context.ts'
import { cutPage, NEWEST_FIRST, olderThan } from '#lib/services/cursor.ts'
import { certifiedFor, type GrownRow, grownFrom, sumSpent } from '#lib/services/lineage/grown-from.ts'
import { emptyFunnel } from '#lib/services/runs/funnels-of.ts'

/** Outcomes, cost and time of one branch, from its candidates' rows. */
function branchOf(rows: readonly GrownRow[], each: number): Lineage['branches'][number] | null {
  const [first] = rows
  if (first === undefined) return null
  const outcomes = CANDIDATE_STATUSES.flatMap((status) => {
    const own = rows.filter((row) => row.status === status)
    if (own.length === 0) return []
    const candidates = own.slice(0, each).map(({ candidate }) => candidate)
    return [{ status, count: own.length, ...sumSpent(own), candidates }]
  })
  return {
    run: first.run,
    seed: first.seed,
    candidates: rows.length,
    verified: rows.filter(({ status }) => status === 'verified').length,
    ...sumSpent(rows),
    outcomes,
  }
}

/** The counts over all runs; those of one run are its funnel. */
async function funnelOver(db: Tx, where: Prisma.CandidateWhereInput): Promise<Lineage['funnel']> {
  const funnel = emptyFunnel()
  for (const row of await db.candidate.groupBy({ by: ['status'], where, _count: true }))
    funnel[row.status] = row._count
  return funnel
}

/**
 * The tree over the candidates that `where` selects, a branch a run and seed: candidates by outcome, the versions that
 * they became and what people made of those, with what all of it cost.
 */
export async function readLineage(
  ctx: ServiceContext,
  where: Prisma.CandidateWhereInput,
  asked: z.infer<typeof LineageQuery>,
): Promise<Lineage> {
  const runs = await ctx.db.run.findMany({
    where: { AND: [{ candidates: { some: where } }, olderThan(asked.after)] },
    select: { id: true, createdAt: true },
    orderBy: NEWEST_FIRST,
    take: asked.limit + 1,
  })
  const { page, next } = cutPage(runs, asked)
  const place = new Map(page.map(({ id }, at) => [id, at]))
  const rows = await grownFrom(ctx, { AND: [where, { runId: { in: [...place.keys()] } }] })
  const branches = [...Map.groupBy(rows, ({ run, seed }) => `${run.id} ${seed.slug}`).values()]
    .flatMap((own) => branchOf(own, asked.each) ?? [])
    .sort(
      (a, b) =>
        (place.get(a.run.id) ?? 0) - (place.get(b.run.id) ?? 0) || a.seed.slug.localeCompare(b.seed.slug),
    )
  const spent = await spentOver(ctx.db, where)
  return { funnel: await funnelOver(ctx.db, where), ...spent, branches, next }
}

async function certifiedOver(db: Tx, where: Prisma.CandidateWhereInput): Promise<number> {
  const grown = await db.candidate.findMany({ where, select: { versionId: true } })
  const certified = await certifiedFor(
    db,
    grown.flatMap(({ versionId }) => versionId ?? []),
  )
  return [...certified.values()].reduce((sum, one) => sum + one, 0)
}

/** Cost and time over all runs. */
async function spentOver(db: Tx, candidate: Prisma.CandidateWhereInput) {
  const [cost, time, certified] = await Promise.all([
    db.exchange.aggregate({ where: { candidate, copiedFrom: null }, _sum: { costMicroUsd: true } }),
    db.step.aggregate({ where: { candidate, reusedFrom: null }, _sum: { durationMs: true } }),
    certifiedOver(db, candidate),
  ])
  return {
    costMicroUsd: Number(cost._sum.costMicroUsd ?? 0),
    durationMs: (time._sum.durationMs ?? 0) + certified,
  }
}
