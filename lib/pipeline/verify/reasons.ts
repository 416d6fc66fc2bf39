import { GATES, type GateId, type GateOutcome } from '#lib/domain/gates.ts'
import { isRejectionReason, type RejectionReason } from '#lib/domain/rejection.ts'

export type GateRejection = { gate: GateId; reason: RejectionReason; message: string }

const BY_GATE: Partial<Record<GateId, RejectionReason>> = {
  leaks: 'shortcut',
  speed: 'slow',
  thresholds: 'flat',
  fidelity: 'unfaithful',
}

/** Checks of the difficulty gate by which a task shows its rule to anybody. */
const SHOWN: readonly string[] = ['single-feature', 'one-view']

/** Which tagged solution misbehaved tells what is wrong with the task. */
function solutionReason(checkId: string): RejectionReason {
  if (checkId.startsWith('repeatable/')) return 'broken'
  if (/probe/.test(checkId)) return 'shortcut'
  if (/constant|sample-submission|random/.test(checkId)) return 'trivial'
  if (/default|simple-baseline/.test(checkId)) return 'easy-default'
  return /reference/.test(checkId) ? 'too-hard' : 'broken'
}

/** The first failed check in the order of the gates, as a reason that the strategist can act on; null if none failed. */
export function rejectionOf(outcomes: readonly GateOutcome[]): GateRejection | null {
  const failed = outcomes.filter((outcome) => outcome.verdict === 'failed')
  const [first] = [...failed].sort((a, b) => GATES[a.gate].number - GATES[b.gate].number)
  const check = first?.checks.find((one) => !one.passed)
  if (!first || !check) return null
  const named = check.id.split('/')[0] ?? ''
  const reason =
    first.gate === 'solutions'
      ? solutionReason(check.id)
      : SHOWN.includes(named)
        ? 'trivial'
        : isRejectionReason(named)
          ? named
          : (BY_GATE[first.gate] ?? 'broken')
  return { gate: first.gate, reason, message: check.message }
}
