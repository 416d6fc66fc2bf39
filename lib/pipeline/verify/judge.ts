import { type GateOutcome, gatesOf } from '#lib/domain/gates.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'
import type { Evidence } from '#lib/pipeline/verify/evidence.ts'
import { VERIFY_GATES } from '#lib/pipeline/verify/gates/all.ts'

/** Turns raw results into the outcomes of every gate of a certificate. Pure: the same evidence, the same verdicts. */
export const judgeCertificate = (
  evidence: Evidence,
  kind: CertificateKind,
  gateSet?: number,
): GateOutcome[] => gatesOf(kind, gateSet).map((gate) => VERIFY_GATES[gate].judge(evidence))

/** Verified only when every gate passed; a judge error is never a rejection. */
export function verdictOf(
  outcomes: readonly GateOutcome[],
): 'verified' | 'rejected' | 'judge-error' | 'not-comparable' {
  if (outcomes.some((one) => one.verdict === 'failed')) return 'rejected'
  if (outcomes.some((one) => one.verdict === 'judge-error')) return 'judge-error'
  return outcomes.some((one) => one.verdict === 'not-comparable') ? 'not-comparable' : 'verified'
}
