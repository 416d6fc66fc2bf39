import policy from '#lib/domain/gate-policy.json' with { type: 'json' }
import { keysOf } from '#lib/domain/keys.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'

/**
 * The twelve gates of the design (section 8) and fidelity, in the order of their numbers. `since`: the gate set that a
 * gate came in with, absent where nothing judges it yet; `quick`: a quick certificate asks it too; `checks`: what its
 * measurements must reach, which `gate-policy.ts` reads.
 */
export const GATES = policy
type JudgedFacts = { number: number; title: string; since: number; quick: boolean }
export type GateId = keyof typeof GATES
export const GATE_IDS = keysOf(GATES)

/** A gate of some set; each is a file of `lib/pipeline/verify/gates`. */
export type JudgedGate = {
  [G in GateId]: (typeof GATES)[G] extends JudgedFacts ? G : never
}[GateId]
export const isJudged = (gate: GateId): gate is JudgedGate => 'since' in GATES[gate]
export const JUDGED_GATES = GATE_IDS.filter(isJudged)

/** The set that a check of a gate came in with, which is later than its gate's where a limit was changed. */
const sinceOf = (row: object): number => ('since' in row ? Number(row.since) : 1)
/** The newest set. It grows with the product: what was certified under an old one can still be read as that. */
export const CURRENT_GATE_SET = Math.max(
  ...JUDGED_GATES.flatMap((gate) => [GATES[gate].since, ...GATES[gate].checks.map(sinceOf)]),
)
/** The gates of a set, by number. */
export const gateSetOf = (gateSet: number): readonly JudgedGate[] =>
  gateSet < 1 || gateSet > CURRENT_GATE_SET ? [] : JUDGED_GATES.filter((gate) => GATES[gate].since <= gateSet)

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

/** Where to look. */
export type Anchor = { file: string; line: number | null; column: string | null }

/** What a gate found out, before anybody says whether that is good enough. */
export type Measurement = {
  /** The check that it answers: a row of the policy, and behind a slash what of it (`slow/s6`). */
  id: string
  /** Which of several rows of that check: the metric, the part of the data, what looked. */
  of: string | null
  /** What is compared with the limit; null where a figure could not be had. */
  value: number | null
  /** The answer where the question is no figure; null where it is one. */
  holds: boolean | null
  /** What the task itself demands of the figure; null where the policy does, or nobody. */
  against: number | null
  message: string
  anchor: Anchor | null
}

/** One measured check inside a gate; `value` against `limit` where it is a number. */
export type GateCheck = {
  id: string
  passed: boolean
  value: number | null
  limit: number | null
  message: string
  anchor: Anchor | null
}

export type GateOutcome = { gate: GateId; verdict: GateVerdict; checks: readonly GateCheck[] }
