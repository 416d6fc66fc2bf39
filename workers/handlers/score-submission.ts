import type { Prisma } from '#lib/db/generated/client.ts'
import { tierOf } from '#lib/domain/tiers.ts'
import { evaluateJob } from '#lib/pipeline/engine-jobs.ts'
import { ScoreReport } from '#lib/pipeline/engine-results.ts'
import { failureOf, InfraFault, inputHashOf, jsonFile, runJob } from '#lib/pipeline/run-job.ts'
import { thresholdValues } from '#lib/pipeline/verify/judge-solutions.ts'
import { databaseNow } from '#lib/services/context.ts'
import { loadVersion, loadVersionFiles } from '#workers/candidate/load-version.ts'
import type { Deps } from '#workers/deps.ts'
import { LEASE_S } from '#workers/tunables.ts'

type ScoreClaim = { id: string; attempt: number; versionId: string; submission: string | null }

async function claim(deps: Deps, id: string): Promise<ScoreClaim | null> {
  const [row] = await deps.db.$queryRaw<ScoreClaim[]>`
    UPDATE "trial" SET status = 'running', attempt = attempt + 1, "workerId" = ${deps.workerId},
      "leaseUntil" = now() + make_interval(secs => ${LEASE_S})
    WHERE id = ${id}::uuid AND status = 'queued' AND kind = 'score'
    RETURNING id, attempt, "versionId", submission`
  return row ?? null
}

async function finish(deps: Deps, of: ScoreClaim, data: Prisma.TrialUpdateManyMutationInput): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const finishedAt = await databaseNow(tx)
    const { count } = await tx.trial.updateMany({
      where: { id: of.id, attempt: of.attempt, status: 'running' },
      data: { ...data, finishedAt, leaseUntil: null },
    })
    if (count > 0) await tx.$executeRaw`SELECT pg_notify('trial', ${of.id})`
  })
}

const result = (valid: boolean | null, score: number | null, reason: string | null) => ({
  v: 1,
  valid,
  score,
  reason,
})

/** Handler of `trial.score`: one submission, scored by the trusted kernel in a cell without solution code. */
export async function scoreSubmission(deps: Deps, id: string): Promise<void> {
  const trial = await claim(deps, id)
  if (!trial) return
  const { task, manifest } = await loadVersion(deps, trial.versionId)
  const files = await loadVersionFiles(deps, manifest, (path) => path === 'judge/answer.csv')
  const submission = await deps.blobs.get(trial.submission ?? '')
  const job = evaluateJob(task, files['judge/answer.csv'] ?? new Uint8Array(), { submission }, [])
  const inputHash = inputHashOf(job, {
    runtimeHash: deps.runtimeHash,
    engineVersion: deps.catalogue.engineVersion,
  })
  try {
    const ran = await runJob({ sandbox: deps.sandbox, signal: deps.stopping }, job)
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
    const scored = ScoreReport.parse(jsonFile(ran, 'score.json')).scores.submission
    const score = scored?.score ?? null
    const tier = tierOf(score, thresholdValues(task), task.direction)
    await finish(deps, trial, {
      ...usage,
      status: 'finished',
      score,
      tier,
      result: result(scored?.valid ?? false, score, scored?.reason ?? null),
    })
  } catch (error) {
    if (!(error instanceof InfraFault)) throw error
    await finish(deps, trial, {
      status: 'failed',
      outcome: 'infra',
      result: result(null, null, error.message),
    })
  }
}
