import { GATES, type GateId, type GateOutcome, isJudged } from '#lib/domain/gates.ts'
import { isRejectionReason, type RejectionReason } from '#lib/domain/rejection.ts'
import type { Gate } from '#lib/pipeline/verify/gate.ts'
import { VERIFY_GATES } from '#lib/pipeline/verify/gates/all.ts'

export type GateRejection = { gate: GateId; reason: RejectionReason; message: string }

/** The first failed check in the order of the gates, as a reason that the strategist can act on; null if none failed. */
export function rejectionOf(outcomes: readonly GateOutcome[]): GateRejection | null {
  const failed = outcomes.filter((outcome) => outcome.verdict === 'failed')
  const [first] = [...failed].sort((a, b) => GATES[a.gate].number - GATES[b.gate].number)
  const check = first?.checks.find((one) => !one.passed)
  if (!first || !check) return null
  const named = check.id.split('/')[0] ?? ''
  const gate: Gate | undefined = isJudged(first.gate) ? VERIFY_GATES[first.gate] : undefined
  const own = isRejectionReason(named) ? named : (gate?.reason ?? 'broken')
  const reason = gate?.reasonOf?.(check.id) ?? own
  return { gate: first.gate, reason, message: check.message }
}
