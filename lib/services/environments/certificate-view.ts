import { z } from 'zod'
import { type CertificateView, GateCheckView, type GateView } from '#lib/contracts/environments.ts'
import { Fidelity } from '#lib/domain/fidelity/measure.ts'
import {
  CURRENT_GATE_SET,
  GATE_IDS,
  GATES,
  type GateId,
  type GateVerdict,
  gateSetOf,
  gatesOf,
  newestSet,
} from '#lib/domain/gates.ts'
import { mergeChecks } from '#lib/domain/merge-checks.ts'
import { stored } from '#lib/domain/parse.ts'
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
  gate: GateId
  kind: CertificateKind
  verdict: GateVerdict
  evidence: unknown
  createdAt: Date
}

/** Evidence as the gates write it; old rows may lack what newer ones have. */
const Evidence = z.object({
  checks: z.array(GateCheckView).catch([]),
  figures: z.record(z.string(), z.unknown()).default({}).catch({}),
})

/** The strongest certificate whose every gate passed under a set. */
export function passedKind(
  rows: readonly Omit<GateResultRow, 'evidence' | 'createdAt'>[],
  gateSet: number = CURRENT_GATE_SET,
): CertificateKind | 'none' {
  const passed = (kind: CertificateKind) => {
    const kinds = kind === 'full' ? ['full'] : ['quick', 'full']
    const ok = new Set(
      rows
        .filter((row) => row.gateSet === gateSet && row.verdict === 'passed' && kinds.includes(row.kind))
        .map((row) => row.gate),
    )
    return gatesOf(kind, gateSet).every((gate) => ok.has(gate))
  }
  return passed('full') ? 'full' : passed('quick') ? 'quick' : 'none'
}

const evidenceOf = ({ gate, createdAt, evidence }: GateResultRow): z.output<typeof Evidence> =>
  stored(Evidence, evidence, `evidence of the gate ${gate} of ${createdAt.toISOString()}`)

/** Older results of the difficulty gate hold the measurements of one question apart. */
function checksOf(gate: GateId, row: GateResultRow): GateView['checks'] {
  const { checks } = evidenceOf(row)
  return gate === 'difficulty' ? mergeChecks(checks) : checks
}

/**
 * All squares: a gate outside the set says so and is never green; a full result hides the quick one. A version that was
 * judged under an older set only is shown under that, and says which.
 */
export function toCertificateView(rows: readonly GateResultRow[]): CertificateView {
  const gateSet = newestSet(rows)
  const current = rows.filter((row) => row.gateSet === gateSet)
  const best = (gate: GateId) =>
    current.find((row) => row.gate === gate && row.kind === 'full') ??
    current.find((row) => row.gate === gate)
  const inSet: readonly GateId[] = gateSetOf(gateSet)
  const gates = GATE_IDS.map((gate): GateView => {
    const row = best(gate)
    const idle = inSet.includes(gate) ? 'not-run' : 'not-in-set'
    return {
      gate,
      number: GATES[gate].number,
      title: GATES[gate].title,
      verdict: row === undefined || idle === 'not-in-set' ? idle : row.verdict,
      kind: row === undefined ? null : row.kind,
      checks: row === undefined ? [] : checksOf(gate, row),
      at: row?.createdAt.toISOString() ?? null,
    }
  })
  return { gateSet, passed: passedKind(rows, gateSet), gates }
}

/** The result of a gate under the newest set that judged it; a full one hides the quick one. */
function resultOf(rows: readonly GateResultRow[], gate: GateId): GateResultRow | undefined {
  const own = rows.filter((row) => row.gate === gate)
  const newest = own.filter((row) => row.gateSet === newestSet(own))
  return newest.find((one) => one.kind === 'full') ?? newest[0]
}

/** Measured figures of the difficulty gate as flat numbers: `shares.s4`, `liveGap`. */
export function figuresOf(rows: readonly GateResultRow[]): Record<string, number> {
  const row = resultOf(rows, 'difficulty')
  return row === undefined ? {} : flatten(evidenceOf(row).figures)
}

/** Fidelity to the seed as its gate measured it; null where it did not, or could not. */
export function fidelityOf(rows: readonly GateResultRow[]): Fidelity | null {
  const row = resultOf(rows, 'fidelity')
  return row === undefined ? null : (Fidelity.safeParse(evidenceOf(row).figures).data ?? null)
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
