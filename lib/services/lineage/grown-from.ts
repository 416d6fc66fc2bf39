import type { LineageBranch, LineageCandidate } from '#lib/contracts/lineage.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import type { CandidateStatus } from '#lib/domain/run.ts'
import type { ServiceContext } from '#lib/services/context.ts'
import { fidelityOf, GATE_RESULT_SELECT } from '#lib/services/environments/certificate-view.ts'
import { seesJudge } from '#lib/services/environments/visible-files.ts'
import { ledgersOf } from '#lib/services/exchanges/ledgers-of.ts'

type Spent = Pick<LineageCandidate, 'costMicroUsd' | 'durationMs'>
/** One candidate with where it appears in the tree. */
export type GrownRow = Spent &
  Pick<LineageBranch, 'run' | 'seed'> & { status: CandidateStatus; candidate: LineageCandidate }

export const sumSpent = (rows: readonly Spent[]): Spent => ({
  costMicroUsd: rows.reduce((sum, row) => sum + row.costMicroUsd, 0),
  durationMs: rows.reduce((sum, row) => sum + row.durationMs, 0),
})

/** The versions that candidates became, each with the later ones of its environment. */
async function versionsOf(db: Tx, ids: readonly string[], measured: boolean) {
  const rows = await db.version.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      number: true,
      status: true,
      environment: {
        select: {
          slug: true,
          title: true,
          versions: { select: { number: true, status: true }, orderBy: { number: 'asc' } },
        },
      },
      gateResults: { where: { gate: 'fidelity' }, select: GATE_RESULT_SELECT },
    },
  })
  return new Map(
    rows.map(({ id, number, status, environment: { versions, ...environment }, gateResults }) => [
      id,
      {
        ...environment,
        number,
        status: status,
        fidelity: measured ? (fidelityOf(gateResults)?.overall ?? null) : null,
        later: versions
          .filter((version) => version.number > number)
          .map((version) => ({ number: version.number, status: version.status })),
      },
    ]),
  )
}

/** Milliseconds of the programs that certificates ran, by version; gradings that somebody asked for are none of them. */
export async function certifiedFor(db: Tx, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.trial.groupBy({
    by: ['versionId'],
    where: { versionId: { in: [...ids] }, kind: { not: 'score' } },
    _sum: { wallMs: true },
  })
  return new Map(rows.map(({ versionId, _sum }) => [versionId, _sum.wallMs ?? 0]))
}

/** The candidates that `where` selects, by their number, with cost, time and what they became. */
export async function grownFrom(ctx: ServiceContext, where: Prisma.CandidateWhereInput): Promise<GrownRow[]> {
  const candidates = await ctx.db.candidate.findMany({
    where,
    orderBy: [{ ordinal: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      ordinal: true,
      status: true,
      repairs: true,
      reasonCode: true,
      versionId: true,
      run: { select: { id: true, name: true, createdAt: true } },
      seed: { select: { slug: true, title: true } },
      steps: { where: { reusedFrom: null }, select: { durationMs: true } },
    },
  })
  const ids = candidates.flatMap(({ versionId }) => versionId ?? [])
  const versions = await versionsOf(ctx.db, ids, seesJudge(ctx.actor))
  const certified = await certifiedFor(ctx.db, ids)
  const ledgers = await ledgersOf(ctx.db, 'candidateId', { candidate: where })
  return candidates.map(({ run, seed, status, steps, versionId, ...candidate }) => {
    const spent = {
      costMicroUsd: ledgers.get(candidate.id)?.spentMicroUsd ?? 0,
      durationMs: steps.reduce((sum, step) => sum + step.durationMs, certified.get(versionId ?? '') ?? 0),
    }
    const environment = versionId === null ? null : (versions.get(versionId) ?? null)
    return {
      ...spent,
      run: { ...run, createdAt: run.createdAt.toISOString() },
      seed,
      status: status,
      candidate: { ...candidate, ...spent, environment },
    }
  })
}
