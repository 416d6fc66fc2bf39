import { judgeMeasurements } from '#lib/domain/gate-policy.ts'
import type { GateCheck, GateOutcome } from '#lib/domain/gates.ts'
import type { MeasurementsReport } from '#lib/pipeline/engine-results.ts'

/** What the gates will say of the report of a trusted tool, gate by gate in the order of the report. */
export const judgeReport = ({ measurements }: MeasurementsReport) =>
  [...Map.groupBy(measurements, ({ gate }) => gate)].map(([gate, found]) => judgeMeasurements(gate, found))

export const failedChecks = (outcomes: readonly GateOutcome[]): GateCheck[] =>
  outcomes.flatMap(({ checks }) => checks.filter(({ passed }) => !passed))
