import type { RunView } from '#lib/contracts/runs.ts'
import type { Tx } from '#lib/db/client.ts'
import { stored } from '#lib/domain/parse.ts'
import { RunRequest, type RunStatus } from '#lib/domain/run.ts'
import { EMPTY_LEDGER, ledgersOf } from '#lib/services/exchanges/ledgers-of.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { emptyFunnel, funnelsOf } from '#lib/services/runs/funnels-of.ts'

export const RUN_SELECT = {
  id: true,
  name: true,
  status: true,
  request: true,
  createdBy: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
  cancelRequestedAt: true,
  parentId: true,
} as const

export type RunRow = {
  id: string
  name: string
  status: RunStatus
  request: unknown
  createdBy: string
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  cancelRequestedAt: Date | null
  parentId: string | null
}

/** Rows with their funnels and names, as lists and pages show them. */
export async function toRunViews(tx: Tx, rows: readonly RunRow[]): Promise<RunView[]> {
  const funnels = await funnelsOf(
    tx,
    rows.map((row) => row.id),
  )
  const ledgers = await ledgersOf(tx, 'runId', { runId: { in: rows.map((row) => row.id) } })
  const nameOf = await namesOf(
    tx,
    rows.map((row) => row.createdBy),
  )
  return rows.map((row) => {
    const request = stored(RunRequest, row.request, `request of run ${row.id}`)
    const funnel = funnels.get(row.id) ?? emptyFunnel()
    return {
      id: row.id,
      slug: row.id,
      name: row.name,
      status: row.status,
      cancelling: row.cancelRequestedAt !== null && row.finishedAt === null,
      candidates: Object.values(funnel).reduce((sum, count) => sum + count, 0),
      funnel,
      certificate: request.certificate,
      parentId: row.parentId,
      cost: { ...(ledgers.get(row.id) ?? EMPTY_LEDGER), capMicroUsd: request.capMicroUsd },
      createdBy: row.createdBy,
      createdByName: nameOf(row.createdBy),
      createdAt: row.createdAt.toISOString(),
      startedAt: row.startedAt?.toISOString() ?? null,
      finishedAt: row.finishedAt?.toISOString() ?? null,
    }
  })
}

export async function toRunView(tx: Tx, row: RunRow): Promise<RunView> {
  const [view] = await toRunViews(tx, [row])
  if (view === undefined) throw new Error('one row gives one view')
  return view
}
