import type { GateCheck, GateId, GateOutcome } from '#lib/domain/gates.ts'
import { ChecksReport } from '#lib/pipeline/engine-results.ts'
import { type Evidence, judgeError, outcome } from '#lib/pipeline/verify/evidence.ts'
import type { RawTrial } from '#lib/pipeline/verify/raw-trial.ts'

/**
 * Checks of a trusted tool for one gate; null (judge error) when it gave no readable report, or looked at nothing, as
 * where the data break their contract: a gate that nobody looked at has not passed.
 */
export function toolChecks(raw: RawTrial | undefined, gate: GateId): GateCheck[] | null {
  const report = ChecksReport.safeParse(raw?.report)
  if (raw?.status !== 'ok' || !report.success) return null
  const checks = report.data.checks.filter((check) => check.gate === gate)
  return checks.length === 0 ? null : checks.map(({ gate: _, ...check }) => check)
}

export const unlooked = (key: string, raw: RawTrial | undefined): string =>
  raw?.status === 'ok' && raw.failure === null
    ? `${key} did not look at this.`
    : `${key} did not finish: ${raw?.failure ?? 'no report'}`

/** The outcome of a gate whose checks a trusted tool makes, beside checks of its own. */
export function judgeTool(
  evidence: Evidence,
  gate: GateId,
  key: string,
  own: readonly GateCheck[] = [],
): GateOutcome {
  const raw = evidence.raws.get(key)
  const checks = toolChecks(raw, gate)
  if (checks === null) return judgeError(gate, unlooked(key, raw))
  return outcome(gate, [...own, ...checks])
}
