import type { GateId, Measurement } from '#lib/domain/gates.ts'
import { MeasurementsReport } from '#lib/pipeline/engine-results.ts'
import { type Evidence, judgeError, measured } from '#lib/pipeline/verify/evidence.ts'
import type { Found } from '#lib/pipeline/verify/gate.ts'
import type { RawTrial } from '#lib/pipeline/verify/raw-trial.ts'

/**
 * What a trusted tool measured for one gate; null (judge error) when it gave no readable report, or looked at nothing, as
 * where the data break their contract: a gate that nobody looked at has not passed.
 */
export function toolMeasurements(raw: RawTrial | undefined, gate: GateId): Measurement[] | null {
  const report = MeasurementsReport.safeParse(raw?.report)
  if (raw?.status !== 'ok' || !report.success) return null
  const found = report.data.measurements.filter((one) => one.gate === gate)
  return found.length === 0 ? null : found.map(({ gate: _, ...one }) => one)
}

export const unlooked = (key: string, raw: RawTrial | undefined): string =>
  raw?.status === 'ok' && raw.failure === null
    ? `${key} did not look at this.`
    : `${key} did not finish: ${raw?.failure ?? 'no report'}`

/** What a gate finds by a trusted tool, beside measurements of its own. */
export function measureByTool(
  evidence: Evidence,
  gate: GateId,
  key: string,
  own: readonly Measurement[] = [],
): Found {
  const raw = evidence.raws.get(key)
  const found = toolMeasurements(raw, gate)
  return found === null ? judgeError(unlooked(key, raw)) : measured([...own, ...found])
}
