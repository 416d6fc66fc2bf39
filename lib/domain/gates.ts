import type { CertificateKind } from '#lib/domain/vocabulary.ts'

/** The twelve gates of the design (section 8) and fidelity, by number; the set in force grows with the product. */
export const GATES = {
  format: { number: 1, title: 'Format and manifest' },
  regeneration: { number: 2, title: 'Deterministic regeneration' },
  'data-contract': { number: 3, title: 'Data contract' },
  evaluator: { number: 4, title: 'Evaluator contract' },
  solutions: { number: 5, title: 'Tagged solutions' },
  leaks: { number: 6, title: 'Leaks and shortcuts' },
  difficulty: { number: 7, title: 'Difficulty' },
  thresholds: { number: 8, title: 'Thresholds' },
  speed: { number: 9, title: 'Speed' },
  attacks: { number: 10, title: 'Attacks defeated' },
  description: { number: 11, title: 'Description' },
  novelty: { number: 12, title: 'Novelty' },
  fidelity: { number: 13, title: 'Fidelity' },
} as const satisfies Record<string, { number: number; title: string }>
export type GateId = keyof typeof GATES

export const CURRENT_GATE_SET = 2
const FIRST_SET: readonly GateId[] = [
  'format',
  'regeneration',
  'data-contract',
  'evaluator',
  'solutions',
  'leaks',
  'difficulty',
  'speed',
]
/** Old sets stay, so that what was certified under one can still be read as that. */
export const GATE_SETS: Record<number, readonly GateId[]> = {
  1: FIRST_SET,
  2: [...FIRST_SET, 'fidelity'],
}

/** The newest set under which anything was judged; the current one where nothing was. */
export const newestSet = (rows: readonly { gateSet: number }[]): number =>
  rows.length === 0 ? CURRENT_GATE_SET : Math.max(...rows.map(({ gateSet }) => gateSet))

const QUICK: readonly GateId[] = [
  'format',
  'regeneration',
  'data-contract',
  'evaluator',
  'leaks',
  'difficulty',
  'fidelity',
]

/** Gates that a certificate of this kind must pass under a gate set. */
export function gatesOf(kind: CertificateKind, gateSet: number = CURRENT_GATE_SET): readonly GateId[] {
  const set = GATE_SETS[gateSet] ?? []
  return kind === 'full' ? set : set.filter((gate) => QUICK.includes(gate))
}

/** How much of a gate set a certificate of this kind covers: "9 of 9 gates of set 2". */
export const gatesInSet = (kind: CertificateKind, gateSet: number = CURRENT_GATE_SET): string =>
  `${gatesOf(kind, gateSet).length} of ${gatesOf('full', gateSet).length} gates of set ${gateSet}`

export const GATE_VERDICTS = ['passed', 'failed', 'not-comparable', 'judge-error'] as const
export type GateVerdict = (typeof GATE_VERDICTS)[number]

/** One measured check inside a gate; `value` against `limit` where it is a number. */
export type GateCheck = {
  id: string
  passed: boolean
  value: number | null
  limit: number | null
  message: string
  anchor: { file: string; line: number | null; column: string | null } | null
}

export type GateOutcome = { gate: GateId; verdict: GateVerdict; checks: readonly GateCheck[] }
