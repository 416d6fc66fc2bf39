import { seededRandom } from '#lib/domain/random.ts'
import { inTransaction, type ServiceContext } from '#lib/services/context.ts'
import { appendPoints, type SeriesBatch } from '#lib/services/training/append-points.ts'
import { createTrainingRun } from '#lib/services/training/create-training-run.ts'
import { finishTrainingRun } from '#lib/services/training/finish-training-run.ts'
import type { MetricColumns } from '#lib/training/metric-chunk.ts'

export type FixtureRun = { id: string; name: string; lr: string; seed: string }
export type TrainingFixture = {
  experiment: string
  runs: FixtureRun[]
  steps: number
  /** Stands in the first run alone, where every other value is below 2. */
  spike: { runId: string; step: number; value: number }
  /** The run that ended after six tenths of the steps. */
  short: { runId: string; lastStep: number }
  /** Steps of the second run at which the reward is not a number. */
  gap: { runId: string; from: number; to: number }
  /** Steps of the third run whose `grad_norm` is zero. */
  zeros: { runId: string; count: number }
}

const RATES = ['1e-6', '3e-6', '1e-5']
const SEEDS = ['1', '2', '3']
const SPIKE = 5
const START_MS = Date.UTC(2026, 0, 5)
const MS_A_STEP = 250
const TOKENS_A_STEP = 4096
const ENVIRONMENTS_A_STEP = 16

/** A rising reward with noise: learns faster with a higher rate, below 1 throughout. */
function rewardOf(rate: number, at: number, noise: number): number {
  const progress = 1 - Math.exp((-3 * (rate + 1) * at) / 2)
  return 0.15 + 0.5 * progress + 0.2 * (noise - 0.5)
}

function columnsOf(steps: number, valueAt: (step: number) => number): MetricColumns {
  const numbers = Float64Array.from({ length: steps }, (_, step) => step)
  return {
    steps: numbers,
    values: numbers.map(valueAt),
    times: numbers.map((step) => START_MS + step * MS_A_STEP),
  }
}

/**
 * Three configurations with three seeds each, as a trainer logs them: a spike of one point, a run that stopped early,
 * a stretch of NaN, zeros where a logarithmic axis has no place, tokens and environments seen as other axes.
 */
export async function trainingFixture(
  ctx: ServiceContext,
  options: { steps?: number; experiment?: string } = {},
): Promise<TrainingFixture> {
  const { steps = 100_000, experiment = 'qwen3-8b grpo' } = options
  const spikeStep = Math.floor(steps * 0.37)
  const gap = { from: Math.floor(steps * 0.5), to: Math.floor(steps * 0.52) }
  const length = (index: number) => (index === SEEDS.length - 1 ? Math.floor(steps * 0.6) : steps)
  const runs: FixtureRun[] = []
  for (const [rate, lr] of RATES.entries())
    for (const seed of SEEDS) {
      const index = runs.length
      const random = seededRandom(1000 + index)
      const reward = (step: number) => {
        const value = rewardOf(rate, step / steps, random())
        if (index === 0 && step === spikeStep) return SPIKE
        return index === 1 && step >= gap.from && step <= gap.to ? Number.NaN : value
      }
      const norm = (step: number) => (index === 2 && step % 10 === 0 ? 0 : 0.5 + random())
      const own = length(index)
      const batches = [
        { key: 'critic/score/mean', columns: columnsOf(own, reward) },
        { key: 'actor/grad_norm', columns: columnsOf(own, norm) },
        {
          key: 'actor/entropy',
          columns: columnsOf(own, (step) => 2 * Math.exp(-step / steps) + random() / 10),
        },
        {
          key: 'response_length/mean',
          columns: columnsOf(own, (step) => 800 + (200 * step) / steps + 50 * random()),
        },
        { key: 'perf/total_num_tokens', columns: columnsOf(own, (step) => (step + 1) * TOKENS_A_STEP) },
        { key: 'environments_seen', columns: columnsOf(own, (step) => (step + 1) * ENVIRONMENTS_A_STEP) },
      ]
      const params = { 'actor.optim.lr': lr, 'data.train_batch_size': '16', 'trainer.seed': seed }
      runs.push({
        id: await logRun(ctx, { experiment, name: `lr${lr}-s${seed}`, params, batches }),
        name: `lr${lr}-s${seed}`,
        lr,
        seed,
      })
    }
  const idOf = (index: number) => runs[index]?.id ?? ''
  return {
    experiment,
    runs,
    steps,
    spike: { runId: idOf(0), step: spikeStep, value: SPIKE },
    short: { runId: idOf(2), lastStep: length(2) - 1 },
    gap: { runId: idOf(1), ...gap },
    zeros: { runId: idOf(2), count: Math.ceil(length(2) / 10) },
  }
}

type Logged = {
  experiment: string
  name: string
  params: Record<string, string>
  batches: readonly SeriesBatch[]
}

async function logRun(ctx: ServiceContext, { batches, ...run }: Logged): Promise<string> {
  const input = { ...run, source: 'mlflow' as const, startedAt: new Date(START_MS) }
  const { id } = await createTrainingRun({ ctx, input })
  await inTransaction(ctx, (tx) => appendPoints(tx, id, batches))
  await finishTrainingRun({ ctx, input: { runId: id, status: 'finished' } })
  return id
}
