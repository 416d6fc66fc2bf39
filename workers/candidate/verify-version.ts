import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { prismaTrialStore } from '#lib/db/prisma-trial-store.ts'
import { transitionVersion } from '#lib/db/transition.ts'
import { CURRENT_GATE_SET, GATES, type GateOutcome } from '#lib/domain/gates.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import { MlopsOutput } from '#lib/pipeline/step-outputs.ts'
import { judgeDifficulty } from '#lib/pipeline/verify/difficulty.ts'
import { gatherEvidence, trialRecords } from '#lib/pipeline/verify/execute.ts'
import { type Evidence, judgeCertificate, measuredScores, verdictOf } from '#lib/pipeline/verify/judge.ts'
import { restoreTrial } from '#lib/pipeline/verify/kept-trial.ts'
import type { RawTrial } from '#lib/pipeline/verify/raw-trial.ts'
import { rejectionOf } from '#lib/pipeline/verify/reasons.ts'
import { databaseNow } from '#lib/services/context.ts'
import type { Claim } from '#workers/candidate/claim-candidate.ts'
import { endCandidate } from '#workers/candidate/end-candidate.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import { loadVersion, loadVersionFiles } from '#workers/candidate/load-version.ts'
import { CandidateStopped } from '#workers/candidate/stop-reason.ts'
import type { Deps } from '#workers/deps.ts'
import { TRANSACTION_MS, TRIALS } from '#workers/tunables.ts'

export type VerifyOrder = { versionId: string; kind: CertificateKind; submitForReview: boolean }
/** A judge error: the version is a draft again, and the candidate has to be tried again. */
export type VerifyResult = { kind: 'ended' } | { kind: 'judge-error'; message: string }

const asJson = (value: unknown): Prisma.InputJsonValue =>
  JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue

function figuresOf(evidence: Evidence): Record<string, unknown> | undefined {
  const scores = measuredScores(evidence)
  if (scores.s0 === undefined || scores.s8 === undefined) return undefined
  return { ...judgeDifficulty(evidence.task.metric, scores, evidence.task.thresholds).figures, scores }
}

async function saveOutcomes(
  tx: Tx,
  versionId: string,
  kind: CertificateKind,
  outcomes: readonly GateOutcome[],
  evidence: Evidence,
): Promise<void> {
  const figures = figuresOf(evidence)
  for (const { gate, verdict, checks } of outcomes) {
    const row = {
      verdict,
      evidence: asJson({ v: 1, checks, ...(gate === 'difficulty' && figures ? { figures } : {}) }),
    }
    const key = { versionId, gateSet: CURRENT_GATE_SET, kind, gate }
    await tx.gateResult.upsert({
      where: { versionId_gateSet_kind_gate: key },
      create: { ...key, ...row },
      update: row,
    })
  }
  await tx.finding.deleteMany({ where: { versionId } })
  const failed = outcomes.filter(({ verdict }) => verdict === 'failed')
  await tx.finding.createMany({
    data: failed.flatMap(({ gate, checks }) =>
      checks
        .filter((check) => !check.passed)
        .map((check) => ({
          versionId,
          gate,
          check: check.id,
          severity: 'error',
          message: check.message,
          file: check.anchor?.file ?? null,
          line: check.anchor?.line ?? null,
          column: check.anchor?.column ?? null,
        })),
    ),
  })
}

/** The ladder that the candidate's thresholds were read from. */
async function keptTrials(deps: Deps, claim: Claim): Promise<RawTrial[]> {
  const step = await deps.db.step.findFirst({
    where: { candidateId: claim.id, role: 'mlops-engineer', status: 'succeeded' },
    orderBy: { repair: 'desc' },
    select: { outputBlob: true },
  })
  if (!step?.outputBlob) return []
  const output = MlopsOutput.parse(JSON.parse(decodeText(await deps.blobs.get(step.outputBlob))))
  return output.kind === 'calibrated' ? [await restoreTrial(deps.blobs, output.ladder)] : []
}

/** Draft -> verifying. A version that a lost attempt left in verifying is taken over: the claim is the lock. */
async function startVerifying(deps: Deps, claim: Claim, versionId: string, status: string): Promise<void> {
  if (status === 'draft')
    await deps.db.$transaction((tx) => transitionVersion(tx, versionId, 'draft', 'verifying'))
  else if (status !== 'verifying') throw new CandidateStopped('fenced')
  await appendEvent(deps.db, claim, {
    type: 'verify.started',
    message: 'The gates start.',
    data: { versionId },
  })
}

async function submit(tx: Tx, versionId: string): Promise<void> {
  const submittedAt = await databaseNow(tx)
  await transitionVersion(tx, versionId, 'verified', 'in-review', {
    patch: { submittedAt, submittedBy: 'system' },
  })
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
  await startVerifying(deps, claim, version.id, version.status)
  const files = await loadVersionFiles(deps, version.manifest)
  const evidence = await gatherEvidence(
    {
      sandbox: deps.sandbox,
      signal,
      engineVersion: deps.catalogue.engineVersion,
      parallel: TRIALS,
      known: await keptTrials(deps, claim),
    },
    { task: version.task, manifest: version.manifest, files },
    order.kind,
  )
  signal.throwIfAborted()
  const outcomes = judgeCertificate(evidence, order.kind)
  const verdict = verdictOf(outcomes)
  const rejection = rejectionOf(outcomes)
  return deps.db.$transaction(
    async (tx): Promise<VerifyResult> => {
      await prismaTrialStore(tx).save(version.id, trialRecords(evidence))
      await saveOutcomes(tx, version.id, order.kind, outcomes, evidence)
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
      if (!(await transitionVersion(tx, version.id, 'verifying', verdict)))
        throw new CandidateStopped('fenced')
      if (verdict === 'verified' && order.submitForReview && order.kind === 'full')
        await submit(tx, version.id)
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
