import type { Tx } from '#lib/db/client.ts'
import { transitionVersion } from '#lib/db/transition.ts'
import { SYSTEM_ID } from '#lib/domain/capabilities.ts'
import { GATES } from '#lib/domain/gates.ts'
import type { ModelPlayer } from '#lib/domain/player.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import { MlopsOutput } from '#lib/pipeline/step-outputs.ts'
import { restoreTrials } from '#lib/pipeline/verify/kept-trial.ts'
import type { RawTrial } from '#lib/pipeline/verify/raw-trial.ts'
import { rejectionOf } from '#lib/pipeline/verify/reasons.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow } from '#lib/services/context.ts'
import { passedKind } from '#lib/services/environments/certificate-view.ts'
import { insertModelReview } from '#lib/services/model-reviews/insert-model-review.ts'
import type { Claim } from '#workers/candidate/candidate-lease.ts'
import { type Ending, endCandidate } from '#workers/candidate/end-candidate.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import { type LoadedVersion, loadVersion } from '#workers/candidate/load-version.ts'
import type { Deps } from '#workers/deps.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import { TRANSACTION_MS } from '#workers/tunables.ts'
import { runCertificate } from '#workers/version/run-certificate.ts'
import { saveCertificate } from '#workers/version/save-certificate.ts'

export type VerifyOrder = {
  versionId: string
  kind: CertificateKind
  submitForReview: boolean
  /** The model that reads the version once it is verified, and the cap of that reading; null: none. */
  reviewer: { player: ModelPlayer; capMicroUsd: number; requestedBy: string } | null
}
/** A judge error: the version is a draft again, and the candidate has to be tried again. */
export type VerifyResult = { kind: 'ended' } | { kind: 'judge-error'; message: string }

/** The inspection of the candidate's data and the ladder that its thresholds were read from. */
async function keptTrials(deps: Deps, claim: Claim): Promise<RawTrial[]> {
  const step = await deps.db.step.findFirst({
    where: { candidateId: claim.id, role: 'mlops-engineer', status: 'succeeded' },
    orderBy: { repair: 'desc' },
    select: { outputBlob: true },
  })
  if (!step?.outputBlob) return []
  const output = MlopsOutput.parse(JSON.parse(decodeText(await deps.blobs.get(step.outputBlob))))
  return output.kind === 'calibrated' ? restoreTrials(deps.blobs, output) : []
}

/**
 * Draft -> verifying. A version that a lost attempt left in verifying is taken over: the claim is the lock. One that
 * was judged meanwhile, because somebody asked for a certificate outside the run, ends its candidate as it ended.
 */
async function startVerifying(
  deps: Deps,
  claim: Claim,
  { id, status }: Pick<LoadedVersion, 'id' | 'status'>,
  kind: CertificateKind,
): Promise<Ending | null> {
  if (status !== 'draft' && status !== 'verifying') {
    if (status === 'rejected' || status === 'changes-requested')
      return {
        to: 'rejected',
        reasonCode: 'judged-outside',
        reason: `the version was judged before: ${status}`,
      }
    const gateResults = await deps.db.gateResult.findMany({
      where: { versionId: id },
      select: { gateSet: true, gate: true, kind: true, verdict: true },
    })
    if (status !== 'verified' || ['full', kind].includes(passedKind(gateResults))) return { to: 'verified' }
  }
  if (status !== 'verifying')
    await deps.db.$transaction((tx) => transitionVersion(tx, id, status, 'verifying'))
  await appendEvent(deps.db, claim, {
    type: 'verify.started',
    message: 'The gates start.',
    data: { versionId: id },
  })
  return null
}

/** The run asked for it when it was started, so that the line names the run. */
async function submit(tx: Tx, versionId: string, { runId }: Claim): Promise<void> {
  const submittedAt = await databaseNow(tx)
  await transitionVersion(tx, versionId, 'verified', 'in-review', {
    patch: { submittedAt, submittedBy: SYSTEM_ID },
  })
  await recordAudit(
    tx,
    { kind: 'system' },
    { verb: 'environment.submit', entity: 'version', entityId: versionId, detail: { run: runId } },
  )
}

/**
 * Runs a certificate on a candidate's version and, in one transaction, keeps trials, gate results and findings, moves
 * the version and ends the candidate. Verification never changes a file, and judging again would run nothing.
 */
export async function verifyVersion(
  deps: Deps,
  claim: Claim,
  order: VerifyOrder,
  signal: AbortSignal,
): Promise<VerifyResult> {
  const version = await loadVersion(deps, order.versionId)
  const ended = await startVerifying(deps, claim, version, order.kind)
  if (ended) {
    await deps.db.$transaction((tx) => endCandidate(tx, claim, ended))
    return { kind: 'ended' }
  }
  const kept = await keptTrials(deps, claim)
  const certificate = await runCertificate(deps, version, order.kind, signal, kept)
  const { outcomes, verdict } = certificate
  const rejection = rejectionOf(outcomes)
  return deps.db.$transaction(
    async (tx): Promise<VerifyResult> => {
      await saveCertificate(tx, version.id, certificate)
      await recordAudit(
        tx,
        { kind: 'system' },
        {
          verb: 'version.verify',
          entity: 'version',
          entityId: version.id,
          detail: { certificate: order.kind, verdict, run: claim.runId },
        },
      )
      for (const { gate, verdict: result, checks } of outcomes) {
        const first = checks.find((check) => !check.passed)
        const level = result === 'passed' ? 'info' : 'warn'
        await appendEvent(tx, claim, {
          type: 'gate.judged',
          level,
          message: `${GATES[gate].title}: ${result}${first ? `. ${first.message}` : '.'}`,
          data: { gate, verdict: result, versionId: version.id },
        })
      }
      if (verdict === 'judge-error' || verdict === 'not-comparable') {
        await transitionVersion(tx, version.id, 'verifying', 'draft')
        const blocked = outcomes.find((one) => one.verdict === verdict)
        return {
          kind: 'judge-error',
          message: blocked?.checks.find((check) => !check.passed)?.message ?? verdict,
        }
      }
      if (!(await transitionVersion(tx, version.id, 'verifying', verdict))) throw new LeaseLost('fenced')
      if (verdict === 'verified' && order.submitForReview && order.kind === 'full')
        await submit(tx, version.id, claim)
      if (verdict === 'verified' && order.reviewer !== null) {
        const { contentHash } = await tx.version.findUniqueOrThrow({
          where: { id: version.id },
          select: { contentHash: true },
        })
        await insertModelReview(deps.queue, tx, { versionId: version.id, contentHash, ...order.reviewer })
      }
      await endCandidate(
        tx,
        claim,
        verdict === 'verified'
          ? { to: 'verified' }
          : {
              to: 'rejected',
              reasonCode: rejection?.reason ?? 'broken',
              reason: `${rejection ? GATES[rejection.gate].title : 'Gate'}: ${rejection?.message ?? 'failed'}`,
            },
      )
      return { kind: 'ended' }
    },
    { timeout: TRANSACTION_MS, maxWait: 10_000 },
  )
}
