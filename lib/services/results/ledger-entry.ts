import type { LedgerEntry } from '#lib/contracts/results.ts'
import type { Adjudication } from '#lib/domain/results.ts'
import type { Tier } from '#lib/domain/vocabulary.ts'

export const LEDGER_SELECT = {
  id: true,
  resultId: true,
  decision: true,
  tier: true,
  reason: true,
  actorId: true,
  createdAt: true,
  result: {
    select: {
      competition: true,
      tier: true,
      system: { select: { id: true, name: true } },
      report: { select: { filename: true } },
    },
  },
} as const

type LedgerRow = {
  id: string
  resultId: string
  decision: Adjudication
  tier: Tier | null
  reason: string
  actorId: string
  createdAt: Date
  result: {
    competition: string
    tier: Tier
    system: { id: string; name: string }
    report: { filename: string }
  }
}

export const toLedgerEntry = (row: LedgerRow, nameOf: (id: string) => string): LedgerEntry => ({
  id: row.id,
  resultId: row.resultId,
  systemId: row.result.system.id,
  systemName: row.result.system.name,
  competition: row.result.competition,
  report: row.result.report.filename,
  reportedTier: row.result.tier,
  decision: row.decision,
  tier: row.tier,
  reason: row.reason,
  byName: nameOf(row.actorId),
  at: row.createdAt.toISOString(),
})
