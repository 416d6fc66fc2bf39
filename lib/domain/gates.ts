import { keysOf } from '#lib/domain/keys.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'

/**
 * The twelve gates of the design (section 8) and fidelity, in the order of their numbers. `since`: the gate set that a
 * gate came in with, absent where nothing judges it yet; `quick`: a quick certificate asks it too.
 */
export const GATES = {
  format: { number: 1, title: 'Format and manifest', since: 1, quick: true },
  regeneration: { number: 2, title: 'Deterministic regeneration', since: 1, quick: true },
  'data-contract': { number: 3, title: 'Data contract', since: 1, quick: true },
  evaluator: { number: 4, title: 'Evaluator contract', since: 1, quick: true },
  solutions: { number: 5, title: 'Tagged solutions', since: 1, quick: false },
  leaks: { number: 6, title: 'Leaks and shortcuts', since: 1, quick: true },
  difficulty: { number: 7, title: 'Difficulty', since: 1, quick: true },
  thresholds: { number: 8, title: 'Thresholds' },
  speed: { number: 9, title: 'Speed', since: 1, quick: false },
  attacks: { number: 10, title: 'Attacks defeated' },
  description: { number: 11, title: 'Description' },
  novelty: { number: 12, title: 'Novelty' },
  fidelity: { number: 13, title: 'Fidelity', since: 2, quick: true },
} as const satisfies Record<string, { number: number; title: string } | JudgedFacts>
type JudgedFacts = { number: number; title: string; since: number; quick: boolean }
export type GateId = keyof typeof GATES
export const GATE_IDS = keysOf(GATES)

/** A gate of some set; each is a file of `lib/pipeline/verify/gates`. */
export type JudgedGate = {
  [G in GateId]: (typeof GATES)[G] extends JudgedFacts ? G : never
}[GateId]
export const isJudged = (gate: GateId): gate is JudgedGate => 'since' in GATES[gate]
const JUDGED = GATE_IDS.filter(isJudged)

/** The newest set. It grows with the product: what was certified under an old one can still be read as that. */
export const CURRENT_GATE_SET = Math.max(...JUDGED.map((gate) => GATES[gate].since))
/** The gates of a set, by number. */
export const gateSetOf = (gateSet: number): readonly JudgedGate[] =>
  gateSet < 1 || gateSet > CURRENT_GATE_SET ? [] : JUDGED.filter((gate) => GATES[gate].since <= gateSet)

/** The newest set under which anything was judged; the current one where nothing was. */
export const newestSet = (rows: readonly { gateSet: number }[]): number =>
  rows.length === 0 ? CURRENT_GATE_SET : Math.max(...rows.map(({ gateSet }) => gateSet))

/** Gates that a certificate of this kind must pass under a gate set. */
export const gatesOf = (kind: CertificateKind, gateSet: number = CURRENT_GATE_SET): readonly JudgedGate[] =>
  gateSetOf(gateSet).filter((gate) => kind === 'full' || GATES[gate].quick)

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
