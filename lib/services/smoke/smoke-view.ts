import { SmokeReport, type SmokeRunView } from '#lib/contracts/smoke.ts'
import { stored } from '#lib/domain/parse.ts'
import type { SmokeControl, SmokeReward, SmokeStatus } from '#lib/domain/training.ts'
import { certifyingCounts, medalAmongValid, sumCounts } from '#lib/training/smoke/summary.ts'

export const SMOKE_SELECT = {
  id: true,
  packId: true,
  reward: true,
  control: true,
  seeds: true,
  rollouts: true,
  status: true,
  lost: true,
  cancelRequestedAt: true,
  error: true,
  report: true,
  createdBy: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
  pack: { select: { id: true, slug: true, version: true, title: true } },
} as const

export type SmokeRow = {
  id: string
  packId: string
  reward: SmokeReward
  control: SmokeControl
  seeds: number
  rollouts: number
  status: SmokeStatus
  lost: number
  cancelRequestedAt: Date | null
  error: string | null
  report: unknown
  createdBy: string
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  pack: SmokeRunView['pack']
}

/** The report of a run; null before its first step. */
export const reportOf = (row: Pick<SmokeRow, 'id' | 'report'>): SmokeReport | null =>
  row.report === null ? null : stored(SmokeReport, row.report, `report of smoke run ${row.id}`)

/** A row as lists show it. */
export function toSmokeView(row: SmokeRow, nameOf: (id: string) => string): SmokeRunView {
  const report = reportOf(row)
  const control = row.control
  const { id, pack, seeds, rollouts, error, lost, createdBy } = row
  return {
    id,
    slug: id,
    status: row.status,
    cancelling: row.cancelRequestedAt !== null && row.finishedAt === null,
    pack,
    reward: row.reward,
    control,
    seeds,
    rollouts,
    done: report === null ? 0 : sumCounts(report.seeds.flatMap(({ steps }) => steps)).rollouts,
    medalAmongValid: report === null ? null : medalAmongValid(certifyingCounts(report, control)),
    error,
    lost,
    createdBy,
    createdByName: nameOf(createdBy),
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}
