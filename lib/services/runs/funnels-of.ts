import type { Tx } from '#lib/db/client.ts'
import { CANDIDATE_STATUSES, type CandidateStatus, type Funnel } from '#lib/domain/run.ts'

export const emptyFunnel = (): Funnel => {
  const zero = CANDIDATE_STATUSES.map((status): [CandidateStatus, number] => [status, 0])
  return Object.fromEntries(zero) as Funnel
}

/** Outcome counts of runs, from the candidates' rows. */
export async function funnelsOf(tx: Tx, runIds: readonly string[]): Promise<Map<string, Funnel>> {
  const rows = await tx.candidate.groupBy({
    by: ['runId', 'status'],
    where: { runId: { in: [...runIds] } },
    _count: true,
  })
  const funnels = new Map(runIds.map((id): [string, Funnel] => [id, emptyFunnel()]))
  for (const row of rows) {
    const funnel = funnels.get(row.runId)
    if (funnel !== undefined) funnel[row.status] = row._count
  }
  return funnels
}

export const funnelOf = async (tx: Tx, runId: string): Promise<Funnel> =>
  (await funnelsOf(tx, [runId])).get(runId) ?? emptyFunnel()
