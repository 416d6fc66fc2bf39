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
  createdBy: true,
  createdAt: true,
  trainingRun: { select: { id: true, name: true } },
  pack: { select: { id: true, title: true, version: true } },
  _count: { select: { reports: true } },
} as const

export type SystemRow = {
  id: string
  name: string
  benchmark: string
  model: string
  method: string
  scaffold: string
  hardware: string | null
  hours: number | null
  gradings: number | null
  feedback: string
  leakageNoted: boolean
  note: string
  trainingRunId: string | null
  packId: string | null
  createdBy: string
  createdAt: Date
  trainingRun: { id: string; name: string } | null
  pack: { id: string; title: string; version: number } | null
  _count: { reports: number }
}

export function toSystemView(
  { _count, createdBy, pack, ...row }: SystemRow,
  nameOf: (id: string) => string,
): SystemView {
  return {
    ...row,
    benchmark: row.benchmark as Benchmark,
    method: row.method as Method,
    feedback: row.feedback as FeedbackKind,
    pack: pack === null ? null : { id: pack.id, name: `${pack.title} v${pack.version}` },
    reports: _count.reports,
    createdByName: nameOf(createdBy),
    createdAt: row.createdAt.toISOString(),
  }
}
