import { SmokeReport, type SmokeSeed } from '#lib/contracts/smoke.ts'
import { failureOf, runJob } from '#lib/pipeline/run-job.ts'
import { databaseNow } from '#lib/services/context.ts'
import { createTrainingRun } from '#lib/services/training/create-training-run.ts'
import { finishTrainingRun } from '#lib/services/training/finish-training-run.ts'
import { Slots } from '#lib/training/smoke/grammar.ts'
import { LEARNER, PROGRAM_LIMITS, stepsFor, tableOf } from '#lib/training/smoke/learner.ts'
import { newPolicy, parametersOf } from '#lib/training/smoke/policy.ts'
import type { Deps } from '#workers/deps.ts'
import { underLease } from '#workers/leases/under-lease.ts'
import { CELLS, type Served } from '#workers/served.ts'
import { type LoadedPack, loadEnvironments } from '#workers/smoke/load-environments.ts'
import { logRollouts, logStep } from '#workers/smoke/log-step.ts'
import type { Memo } from '#workers/smoke/run-programs.ts'
import { endSmoke, SMOKE_RUN, type SmokeClaim, saveReport } from '#workers/smoke/smoke-lease.ts'
import { trainSeed } from '#workers/smoke/train-seed.ts'
import { systemContext } from '#workers/system-context.ts'

/** The grammar as the engine has it now. */
async function readSlots(deps: Pick<Deps, 'sandbox'>, signal: AbortSignal): Promise<Slots> {
  const ran = await runJob(
    { sandbox: deps.sandbox, signal },
    {
      id: 'smoke-slots',
      role: 'engine',
      program: { kind: 'module', name: 'sandmle.grammar' },
      argv: ['--slots'],
      files: {},
      collect: [],
      limits: { wallMs: 60_000 },
    },
  )
  if (ran.status !== 'ok') throw new Error(`The engine has no grammar: ${failureOf(ran)}`)
  return Slots.parse(JSON.parse(ran.stdout))
}

/** What earlier attempts finished; the seed that a lost worker was at begins again. */
function reportSoFar(claim: SmokeClaim): SmokeReport {
  const kept = SmokeReport.safeParse(claim.report)
  const empty: SmokeReport = {
    v: 1,
    phase: 'siblings',
    parameters: 0,
    prepareSeconds: 0,
    environments: [],
    seeds: [],
  }
  if (!kept.success) return empty
  return {
    ...kept.data,
    phase: 'siblings',
    seeds: kept.data.seeds.filter(({ status }) => status === 'finished'),
  }
}

type Training = {
  deps: Deps
  claim: SmokeClaim
  pack: LoadedPack
  slots: Slots
  report: SmokeReport
  memo: Memo
}

async function openTrainingRun({ deps, claim }: Training, seed: number): Promise<string> {
  const pack = await deps.db.pack.findUniqueOrThrow({
    where: { id: claim.packId },
    select: { slug: true, version: true },
  })
  const { reward, control } = claim
  const params = {
    reward,
    control,
    seed: String(seed),
    rollouts: String(claim.rollouts),
    ...Object.fromEntries(Object.entries(LEARNER).map(([key, value]) => [`learner.${key}`, String(value)])),
    'program.cpu_seconds': String(PROGRAM_LIMITS.cpuS),
    engine: deps.catalogue.engineVersion.slice(0, 12),
  }
  const words = [reward, ...(control === 'none' ? [] : ['shuffled labels']), `seed ${seed}`]
  const { id } = await createTrainingRun({
    ctx: systemContext(deps, claim.id),
    input: {
      experiment: `${pack.slug}@${pack.version}`,
      name: words.join(', ') + (claim.attempt > 1 ? `, attempt ${claim.attempt}` : ''),
      source: 'smoke',
      params,
      packId: claim.packId,
      rewardTable: tableOf(reward),
      smokeRunId: claim.id,
    },
  })
  return id
}

async function trainOne(training: Training, seed: number, signal: AbortSignal): Promise<void> {
  const { deps, claim, pack, slots, report, memo } = training
  const ctx = systemContext(deps, claim.id)
  const trainingRunId = await openTrainingRun(training, seed)
  const own: SmokeSeed = {
    seed,
    trainingRunId,
    status: 'running',
    steps: [],
    siblings: null,
    dead: [],
    greedy: [],
  }
  report.seeds.push(own)
  const seen = new Set<string>()
  // A step is written while the next one runs; one at a time, so that they arrive in order.
  let writing: Promise<void> = Promise.resolve()
  const result = await trainSeed(
    { sandbox: deps.sandbox, signal },
    memo,
    pack.environments,
    { seed, steps: stepsFor(claim.rollouts), table: tableOf(claim.reward), slots },
    async (step, rollouts) => {
      await writing
      own.steps.push(step)
      for (const name of step.environments) seen.add(name)
      writing = (async () => {
        const now = (await databaseNow(deps.db)).getTime()
        await saveReport(deps, claim, report)
        await logStep(ctx, trainingRunId, step, seen.size, now)
        await logRollouts(ctx, trainingRunId, rollouts)
      })()
      // Its failure is met at the next step; until then it must not count as unhandled.
      writing.catch(() => undefined)
    },
  )
  await writing
  signal.throwIfAborted()
  const { rollouts, ...told } = result
  await logRollouts(ctx, trainingRunId, rollouts)
  Object.assign(own, told, { status: 'finished' })
  await saveReport(deps, claim, report)
  await finishTrainingRun({ ctx, input: { runId: trainingRunId, status: 'finished' } })
}

async function train(deps: Deps, claim: SmokeClaim, signal: AbortSignal): Promise<void> {
  const report = reportSoFar(claim)
  const begun = performance.now()
  await saveReport(deps, claim, report)
  const slots = await readSlots(deps, signal)
  const pack = await loadEnvironments(deps, claim.packId, claim.control, signal, async () => undefined)
  report.phase = 'training'
  report.environments = pack.summaries
  report.parameters = parametersOf(newPolicy(slots, pack.environments[0]?.features.length ?? 0))
  report.prepareSeconds += (performance.now() - begun) / 1000
  const training: Training = { deps, claim, pack, slots, report, memo: new Map() }
  for (let seed = 0; seed < claim.seeds; seed++) {
    if (report.seeds.some((done) => done.seed === seed)) continue
    // Scores of one seed are not lent to another: each pays for its own programs.
    await trainOne({ ...training, memo: new Map() }, seed, signal)
  }
  report.phase = 'done'
  await saveReport(deps, claim, report)
}

/** Handler of `smoke.train`: trains a small policy on a pack, seed after seed. */
export const smokeTrain = (deps: Deps, id: string): Promise<void> =>
  underLease(deps, SMOKE_RUN, id, async (claim, signal) => {
    await train(deps, claim, signal)
    await deps.db.$transaction((tx) => endSmoke(tx, claim, 'succeeded'))
  })

export const smokeTrainJob = {
  queue: 'smoke.train',
  concurrency: 1,
  needs: CELLS,
  lease: SMOKE_RUN,
  handle: smokeTrain,
} as const satisfies Served
