import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { tierOf } from '#lib/domain/tiers.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import { evaluateJob } from '#lib/pipeline/engine-jobs.ts'
import { ScoreReport } from '#lib/pipeline/engine-results.ts'
import { failureOf, InfraFault, inputHashOf, jsonFile, runJob } from '#lib/pipeline/run-job.ts'
import { thresholdValues } from '#lib/pipeline/verify/measure-solutions.ts'
import { databaseNow } from '#lib/services/context.ts'
import { canonicalSubmission } from '#lib/tables/canonical-submission.ts'
import { loadVersion, loadVersionFiles } from '#workers/candidate/load-version.ts'
import type { Deps } from '#workers/deps.ts'
import { type ClaimOf, leaseOf, type RowClaim } from '#workers/leases/lease.ts'
import { underLease } from '#workers/leases/under-lease.ts'
import { CELLS, type Served } from '#workers/served.ts'

type Ended = Prisma.TrialUpdateManyMutationInput

/** Ends a trial where its attempt still has it, and tells who waits for it. */
async function endTrial(tx: Tx, { id, attempt }: RowClaim, data: Ended): Promise<void> {
  const finishedAt = await databaseNow(tx)
  const { count } = await tx.trial.updateMany({
    where: { id, attempt, status: 'running' },
    data: { ...data, finishedAt, leaseUntil: null },
  })
  if (count > 0) await tx.$executeRaw`SELECT pg_notify('trial', ${id})`
}

const TRIAL = leaseOf({
  kind: 'trial',
  columns: ['versionId', 'submission', 'part'],
  only: Prisma.sql`t.kind = 'score'`,
  fail: (tx, row, { message }) =>
    endTrial(tx, row, { status: 'failed', result: result(null, null, message) }),
})
type ScoreClaim = ClaimOf<typeof TRIAL>

const finish = (deps: Deps, trial: ScoreClaim, data: Ended): Promise<void> =>
  deps.db.$transaction((tx) => endTrial(tx, trial, data))

const result = (
  valid: boolean | null,
  score: number | null,
  reason: string | null,
  se: number | null = null,
) => ({ v: 1, valid, score, reason, se })

/**
 * Runs the trusted kernel on one submission and keeps what it says, on the rows that its asker may hear about, with the
 * standard error by which what is told is rounded.
 */
async function score(deps: Deps, trial: ScoreClaim, signal: AbortSignal): Promise<void> {
  const { task, manifest } = await loadVersion(deps, trial.versionId)
  const files = await loadVersionFiles(deps, manifest, (path) => path === 'judge/answer.csv')
  const sent = await deps.blobs.get(trial.submission ?? '')
  const labels = METRIC_FACTS[task.metric].submission === 'label' ? task.classes : null
  const submission = await canonicalSubmission(sent, labels)
  const part = trial.part === 'feedback' ? 'feedback' : 'reward'
  const scoring = { part, intervals: true } as const
  const job = evaluateJob(task, files['judge/answer.csv'] ?? new Uint8Array(), { submission }, scoring)
  const inputHash = inputHashOf(job, {
    runtimeHash: deps.runtimeHash,
    engineVersion: deps.catalogue.engineVersion,
  })
  const ran = await runJob({ sandbox: deps.sandbox, signal }, job)
  const { wallMs, cpuMs, maxRssMB } = ran.usage
  const usage = {
    wallMs: Math.round(wallMs),
    cpuMs: Math.round(cpuMs),
    maxRssMB: Math.round(maxRssMB),
    runtimeHash: ran.sandbox.runtimeHash,
    inputHash,
    outcome: ran.status,
  }
  if (ran.status !== 'ok')
    return finish(deps, trial, {
      ...usage,
      status: 'failed',
      result: result(null, null, `The evaluator failed: ${failureOf(ran)}`),
    })
  const { scores, intervals } = ScoreReport.parse(jsonFile(ran, 'score.json'))
  const scored = scores.submission
  const score = scored?.score ?? null
  // Thresholds are those of the reward rows: a score on other rows has no tier.
  const tier = part === 'reward' ? tierOf(score, thresholdValues(task), task.direction) : null
  const se = intervals.submission?.se ?? null
  await finish(deps, trial, {
    ...usage,
    status: 'finished',
    score,
    tier,
    result: result(scored?.valid ?? false, score, scored?.reason ?? null, se),
  })
}

/** Handler of `trial.score`: one submission, scored by the trusted kernel in a cell without solution code. */
export async function scoreSubmission(deps: Deps, id: string): Promise<void> {
  await underLease(deps, TRIAL, id, async (trial, signal) => {
    try {
      await score(deps, trial, signal)
    } catch (error) {
      if (!(error instanceof InfraFault) || signal.aborted) throw error
      await finish(deps, trial, {
        status: 'failed',
        outcome: 'infra',
        result: result(null, null, error.message),
      })
    }
  })
}

export const trialScore = {
  queue: 'trial.score',
  concurrency: 2,
  needs: CELLS,
  lease: TRIAL,
  handle: scoreSubmission,
} as const satisfies Served
