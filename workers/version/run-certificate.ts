import type { GateOutcome } from '#lib/domain/gates.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'
import type { Evidence } from '#lib/pipeline/verify/evidence.ts'
import { gatherEvidence } from '#lib/pipeline/verify/execute.ts'
import { judgeCertificate, verdictOf } from '#lib/pipeline/verify/judge.ts'
import type { RawTrial } from '#lib/pipeline/verify/raw-trial.ts'
import { type LoadedVersion, loadVersionFiles } from '#workers/candidate/load-version.ts'
import type { Deps } from '#workers/deps.ts'
import { TRIALS } from '#workers/tunables.ts'
import { type KeptEvidence, keepEvidence, restoreEvidence } from '#workers/version/keep-evidence.ts'

export type Certificate = {
  kind: CertificateKind
  evidence: Evidence
  outcomes: GateOutcome[]
  verdict: ReturnType<typeof verdictOf>
  keeping: KeptEvidence
  /** Executions that were run, and those that were kept from before. */
  ran: number
  kept: number
}

/**
 * Runs a certificate of the current gate set on a version's stored files and judges it. What was executed before with
 * the same inputs is judged again from its kept evidence. Writes blobs and no row.
 */
export async function runCertificate(
  deps: Pick<Deps, 'db' | 'blobs' | 'sandbox' | 'catalogue' | 'log'>,
  version: Pick<LoadedVersion, 'id' | 'task' | 'manifest'>,
  kind: CertificateKind,
  signal: AbortSignal,
  calibration: readonly RawTrial[] = [],
): Promise<Certificate> {
  const files = await loadVersionFiles(deps, version.manifest)
  const known = [...calibration, ...(await restoreEvidence(deps, version.id))]
  const context = { sandbox: deps.sandbox, signal, engineVersion: deps.catalogue.engineVersion }
  const evidence = await gatherEvidence(
    { ...context, parallel: TRIALS, known },
    { task: version.task, manifest: version.manifest, files },
    kind,
  )
  signal.throwIfAborted()
  const outcomes = judgeCertificate(evidence, kind)
  const raws = [...evidence.raws.values()]
  const kept = raws.filter((raw) => known.includes(raw)).length
  const keeping = await keepEvidence(deps, raws)
  return { kind, evidence, outcomes, verdict: verdictOf(outcomes), keeping, ran: raws.length - kept, kept }
}
