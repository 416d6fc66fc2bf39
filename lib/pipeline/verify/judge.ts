import { judgeMeasurements } from '#lib/domain/gate-policy.ts'
import { type GateCheck, type GateOutcome, gatesOf, type JudgedGate } from '#lib/domain/gates.ts'
import { mergeChecks } from '#lib/domain/merge-checks.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'
import type { Evidence } from '#lib/pipeline/verify/evidence.ts'
import type { Found, Gate } from '#lib/pipeline/verify/gate.ts'
import { VERIFY_GATES } from '#lib/pipeline/verify/gates/all.ts'

/** Why there is no verdict about the task, where its measurements would be. */
const unjudged = (id: string, message: string): GateCheck => ({
  id,
  passed: false,
  value: null,
  limit: null,
  message,
  anchor: null,
})

/** The outcome of a gate from what it found, by the policy of a gate set. */
function outcomeOf(gate: JudgedGate, found: Found, gateSet?: number): GateOutcome {
  if (found.kind === 'judge-error')
    return { gate, verdict: found.kind, checks: [unjudged('judge', found.message)] }
  if (found.kind === 'not-comparable')
    return { gate, verdict: found.kind, checks: [unjudged('runtime', found.message)] }
  const outcome = judgeMeasurements(gate, found.measurements, gateSet)
  const { merges }: Gate = VERIFY_GATES[gate]
  return merges ? { ...outcome, checks: mergeChecks(outcome.checks) } : outcome
}

export const judgeGate = (gate: JudgedGate, evidence: Evidence, gateSet?: number): GateOutcome =>
  outcomeOf(gate, VERIFY_GATES[gate].measure(evidence), gateSet)

/** Turns raw results into the outcomes of every gate of a certificate. Pure: the same evidence, the same verdicts. */
export const judgeCertificate = (
  evidence: Evidence,
  kind: CertificateKind,
  gateSet?: number,
): GateOutcome[] => gatesOf(kind, gateSet).map((gate) => judgeGate(gate, evidence, gateSet))

/** Verified only when every gate passed; a judge error is never a rejection. */
export function verdictOf(
  outcomes: readonly GateOutcome[],
): 'verified' | 'rejected' | 'judge-error' | 'not-comparable' {
  if (outcomes.some((one) => one.verdict === 'failed')) return 'rejected'
  if (outcomes.some((one) => one.verdict === 'judge-error')) return 'judge-error'
  return outcomes.some((one) => one.verdict === 'not-comparable') ? 'not-comparable' : 'verified'
}
