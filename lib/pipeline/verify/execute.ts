import type { Manifest } from '#lib/domain/artefacts/manifest.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import { tierOf } from '#lib/domain/tiers.ts'
import type { TrialRecord } from '#lib/domain/trial.ts'
import { type CertificateKind, RUNGS } from '#lib/domain/vocabulary.ts'
import { checkTask, encodeManifest } from '#lib/packs/task-format.ts'
import { evaluateJob } from '#lib/pipeline/engine-jobs.ts'
import { LadderReport, ScoreReport } from '#lib/pipeline/engine-results.ts'
import { extractTaskDna } from '#lib/pipeline/extract-task.ts'
import { InfraFault, inputHashOf, type JobContext, runJob } from '#lib/pipeline/run-job.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'
import type { Evidence } from '#lib/pipeline/verify/evidence.ts'
import { thresholdValues } from '#lib/pipeline/verify/measure-solutions.ts'
import { planTrials } from '#lib/pipeline/verify/plan.ts'
import { type PlannedTrial, readSolutions, rungTitle } from '#lib/pipeline/verify/planned-trial.ts'
import { type RawTrial, rawTrial, submissionName } from '#lib/pipeline/verify/raw-trial.ts'

export type VerifyContext = JobContext & {
  engineVersion: string
  /** Trials at once; the sandbox queues what is more than it can run. */
  parallel: number
  /** Executions that were kept; one with the same input hash is not run again. */
  known: readonly RawTrial[]
}

function infraTrial(
  trial: PlannedTrial,
  inputHash: string,
  fault: InfraFault,
  runtimeHash: string,
): RawTrial {
  const { key, kind, program } = trial
  const usage = { wallMs: 0, cpuMs: 0, maxRssMB: 0 }
  return {
    key,
    kind,
    program,
    inputHash,
    status: 'infra',
    failure: fault.message,
    usage,
    runtimeHash,
    hashes: {},
    report: null,
    submissions: {},
  }
}

async function runTrial(context: VerifyContext, trial: PlannedTrial): Promise<RawTrial> {
  const { capabilities } = context.sandbox
  const runtimeHash = capabilities.kind === 'available' ? capabilities.runtimeHash : ''
  const inputHash = inputHashOf(trial.job, { runtimeHash, engineVersion: context.engineVersion })
  const known = context.known.find((raw) => raw.inputHash === inputHash && raw.status !== 'infra')
  if (known) return known
  try {
    return rawTrial(trial, inputHash, await runJob(context, trial.job))
  } catch (error) {
    if (error instanceof InfraFault) return infraTrial(trial, inputHash, error, runtimeHash)
    throw error
  }
}

async function runAll(
  context: VerifyContext,
  trials: readonly PlannedTrial[],
): Promise<Map<string, RawTrial>> {
  const raws = new Map<string, RawTrial>()
  // The longest first, so that the last lane does not wait for the ladder alone.
  const queue = [...trials].sort((a, b) => Number(a.key === 'ladder') - Number(b.key === 'ladder'))
  const lane = async () => {
    for (let trial = queue.pop(); trial !== undefined; trial = queue.pop()) {
      context.signal?.throwIfAborted()
      const raw = await runTrial(context, trial)
      raws.set(trial.key, raw)
    }
  }
  await Promise.all(Array.from({ length: context.parallel }, lane))
  return raws
}

/** Scores every submission with the trusted kernel; like every execution it is not repeated for the same inputs. */
async function scoreAll(
  context: VerifyContext,
  task: Task,
  files: FileBytes,
  raws: ReadonlyMap<string, RawTrial>,
): Promise<RawTrial> {
  const submissions: FileBytes = {}
  for (const raw of raws.values()) Object.assign(submissions, raw.submissions)
  const job = evaluateJob(task, files['judge/answer.csv'] ?? new Uint8Array(), submissions)
  return runTrial(context, { key: 'evaluate', kind: 'evaluator', program: 'evaluate', job })
}

/**
 * Runs every trial of a certificate in the sandbox and gathers the evidence that the judge reads. `files` are the
 * stored bytes of every file of the manifest: task.json is checked as it lies there, not as it would be written again.
 */
export async function gatherEvidence(
  context: VerifyContext,
  version: { task: Task; manifest: Manifest; files: FileBytes },
  kind: CertificateKind,
): Promise<Evidence> {
  const { task, manifest, files } = version
  const whole: FileBytes = { ...files, 'MANIFEST.json': encodeManifest(manifest) }
  const format = await checkTask(Object.keys(whole), async (path) => whole[path] ?? new Uint8Array())
  const raws = await runAll(context, planTrials(task, files, kind))
  const scored = await scoreAll(context, task, files, raws)
  raws.set(scored.key, scored)
  const scores = ScoreReport.safeParse(scored.report).data ?? null
  const measured = await measureFiles(task, files)
  return { task, manifest, format, solutions: readSolutions(files), raws, scores, measured }
}

/** Tables that break their contract are another gate's to name. */
async function measureFiles(task: Task, files: FileBytes): Promise<Evidence['measured']> {
  try {
    return { kind: 'dna', dna: await extractTaskDna(task, files) }
  } catch (error) {
    return { kind: 'unreadable', why: error instanceof Error ? error.message : String(error) }
  }
}

function record(
  raw: RawTrial,
  task: Task,
  scored: { score: number | null; reason: string | null; valid: boolean } | undefined,
): TrialRecord {
  const score = scored?.score ?? null
  return {
    kind: raw.kind,
    program: raw.program,
    inputHash: raw.inputHash,
    outcome: raw.status,
    score,
    tier: scored ? tierOf(score, thresholdValues(task), task.direction) : null,
    wallMs: Math.round(raw.usage.wallMs),
    cpuMs: Math.round(raw.usage.cpuMs),
    maxRssMB: Math.round(raw.usage.maxRssMB),
    runtimeHash: raw.runtimeHash,
    result: { v: 1, valid: scored?.valid ?? null, score, reason: raw.failure ?? scored?.reason ?? null },
  }
}

/** The rows that are kept of a certificate's executions: one a program, one a rung of the ladder. */
export function trialRecords({ task, raws, scores }: Evidence): TrialRecord[] {
  return [...raws.values()].flatMap((raw) => {
    if (raw.key !== 'ladder') return [record(raw, task, scores?.scores[submissionName(raw.key)])]
    const report = LadderReport.safeParse(raw.report)
    return RUNGS.flatMap((rung) => {
      const ran = report.success ? report.data.rungs[rung] : undefined
      if (!ran) return []
      const { cpuS, wallS } = ran
      const own = {
        ...raw,
        program: rungTitle(rung),
        failure: ran.error,
        usage: { ...raw.usage, wallMs: 1000 * wallS, cpuMs: 1000 * cpuS },
      }
      return [record(own, task, scores?.scores[rung])]
    })
  })
}
