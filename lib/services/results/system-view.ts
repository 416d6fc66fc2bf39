import type { SystemView } from '#lib/contracts/results.ts'
import type { Benchmark, FeedbackKind, Method } from '#lib/domain/results.ts'

export const SYSTEM_SELECT = {
  id: true,
  name: true,
  benchmark: true,
  model: true,
  method: true,
  scaffold: true,
  hardware: true,
  hours: true,
  gradings: true,
  feedback: true,
  leakageNoted: true,
  note: true,
  trainingRunId: true,
  packId: true,
  splitPackId: true,
  createdBy: true,
  createdAt: true,
  archivedAt: true,
  trainingRun: { select: { id: true, name: true } },
  pack: { select: { id: true, title: true, version: true } },
  splitPack: { select: { id: true, title: true, version: true } },
  _count: { select: { reports: true } },
} as const

type PackRow = { id: string; title: string; version: number }
export const packLink = ({ id, title, version }: PackRow) => ({ id, name: `${title} v${version}` })

export type SystemRow = {
  id: string
  name: string
  benchmark: Benchmark
  model: string
  method: Method
  scaffold: string
  hardware: string | null
  hours: number | null
  gradings: number | null
  feedback: FeedbackKind
  leakageNoted: boolean
  note: string
  trainingRunId: string | null
  packId: string | null
  splitPackId: string | null
  createdBy: string
  createdAt: Date
  archivedAt: Date | null
  trainingRun: { id: string; name: string } | null
  pack: PackRow | null
  splitPack: PackRow | null
  _count: { reports: number }
}

export function toSystemView(
  { _count, createdBy, pack, splitPack, ...row }: SystemRow,
  nameOf: (id: string) => string,
): SystemView {
  return {
    ...row,
    benchmark: row.benchmark,
    method: row.method,
    feedback: row.feedback,
    pack: pack === null ? null : packLink(pack),
    splitPack: splitPack === null ? null : packLink(splitPack),
    reports: _count.reports,
    createdByName: nameOf(createdBy),
    createdAt: row.createdAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  }
}
