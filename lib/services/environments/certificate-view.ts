import { z } from 'zod'
import { type CertificateView, GateCheckView, type GateView } from '#lib/contracts/environments.ts'
import {
  CURRENT_GATE_SET,
  GATE_SETS,
  GATES,
  type GateId,
  type GateVerdict,
  gatesOf,
} from '#lib/domain/gates.ts'
import { mergeChecks } from '#lib/domain/merge-checks.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'

export const GATE_RESULT_SELECT = {
  gateSet: true,
  gate: true,
  kind: true,
  verdict: true,
  evidence: true,
  createdAt: true,
} as const
export type GateResultRow = {
  gateSet: number
  gate: string
  kind: string
  verdict: string
  evidence: unknown
  createdAt: Date
}

/** Evidence as the gates write it; old rows may lack what newer ones have. */
const Evidence = z.object({
  checks: z.array(GateCheckView).catch([]),
  figures: z.record(z.string(), z.unknown()).default({}).catch({}),
})

/** The strongest certificate whose every gate passed under the current set. */
export function passedKind(
  rows: readonly Omit<GateResultRow, 'evidence' | 'createdAt'>[],
): CertificateKind | 'none' {
  const passed = (kind: CertificateKind) => {
    const kinds = kind === 'full' ? ['full'] : ['quick', 'full']
    const ok = new Set(
      rows
        .filter(
          (row) => row.gateSet === CURRENT_GATE_SET && row.verdict === 'passed' && kinds.includes(row.kind),
        )
        .map((row) => row.gate),
    )
    return gatesOf(kind).every((gate) => ok.has(gate))
  }
  return passed('full') ? 'full' : passed('quick') ? 'quick' : 'none'
}

/** Older results of the difficulty gate hold the measurements of one question apart. */
function checksOf(gate: GateId, evidence: unknown): GateView['checks'] {
  const { checks } = Evidence.parse(evidence)
  return gate === 'difficulty' ? mergeChecks(checks) : checks
}

/** All twelve squares: a gate outside the set says so and is never green; a full result hides the quick one. */
export function toCertificateView(rows: readonly GateResultRow[]): CertificateView {
  const current = rows.filter((row) => row.gateSet === CURRENT_GATE_SET)
  const best = (gate: GateId) =>
    current.find((row) => row.gate === gate && row.kind === 'full') ??
    current.find((row) => row.gate === gate)
  const inSet = GATE_SETS[CURRENT_GATE_SET] ?? []
  const gates = (Object.keys(GATES) as GateId[]).map((gate): GateView => {
    const row = best(gate)
    const idle = inSet.includes(gate) ? 'not-run' : 'not-in-set'
    return {
      gate,
      number: GATES[gate].number,
      title: GATES[gate].title,
      verdict: row === undefined || idle === 'not-in-set' ? idle : (row.verdict as GateVerdict),
      kind: row === undefined ? null : (row.kind as CertificateKind),
      checks: row === undefined ? [] : checksOf(gate, row.evidence),
      at: row?.createdAt.toISOString() ?? null,
    }
  })
  return { gateSet: CURRENT_GATE_SET, passed: passedKind(rows), gates }
}

/** Measured figures of the difficulty gate as flat numbers: `shares.s4`, `liveGap`. */
export function figuresOf(rows: readonly GateResultRow[]): Record<string, number> {
  const own = rows.filter((row) => row.gate === 'difficulty' && row.gateSet === CURRENT_GATE_SET)
  const row = own.find((one) => one.kind === 'full') ?? own[0]
  return row === undefined ? {} : flatten(Evidence.parse(row.evidence).figures)
}

function flatten(values: Record<string, unknown>, prefix = ''): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]): [string, number][] => {
      if (typeof value === 'number') return [[prefix + key, value]]
      if (typeof value !== 'object' || value === null) return []
      return Object.entries(flatten({ ...value }, `${prefix}${key}.`))
    }),
  )
}
