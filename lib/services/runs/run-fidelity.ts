import type { RunDetail } from '#lib/contracts/runs.ts'
import type { Tx } from '#lib/db/client.ts'
import { fidelityOf, GATE_RESULT_SELECT } from '#lib/services/environments/certificate-view.ts'

/** Mean fidelity over the versions of a run that were measured, whatever their gates said. */
export async function runFidelity(db: Tx, runId: string): Promise<RunDetail['fidelity']> {
  const candidates = await db.candidate.findMany({
    where: { runId, versionId: { not: null } },
    select: { versionId: true },
  })
  const versions = await db.version.findMany({
    where: { id: { in: candidates.flatMap(({ versionId }) => versionId ?? []) } },
    select: { gateResults: { where: { gate: 'fidelity' }, select: GATE_RESULT_SELECT } },
  })
  const measured = versions.flatMap(({ gateResults }) => fidelityOf(gateResults)?.overall ?? [])
  if (measured.length === 0) return null
  const sum = measured.reduce((all, one) => all + one, 0)
  return { mean: Math.round((1000 * sum) / measured.length) / 1000, environments: measured.length }
}
