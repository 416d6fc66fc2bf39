import { SIGNALS } from '#lib/contracts/training-signals.ts'
import { bind, parsing } from '#lib/http/bind.ts'
import { ofTrainingRun } from '#lib/http/of-training-run.ts'
import { handle } from '#lib/http/route.ts'
import { streamOf } from '#lib/http/stream-of.ts'
import { environmentTraining } from '#lib/services/rollouts/environment-training.ts'
import { exportSft } from '#lib/services/rollouts/export-sft.ts'
import { rewardParts } from '#lib/services/rollouts/reward-parts.ts'
import { stepEnvironments } from '#lib/services/rollouts/step-environments.ts'
import { trainingEnvironments } from '#lib/services/rollouts/training-environments.ts'

const examples = parsing(SIGNALS.sft, ofTrainingRun(exportSft))

/** Conversations as JSON lines. */
const sft = handle(async (ctx, request, params) => {
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const { filename, lines } = await examples({ ctx, input: { ...query, id: params.id } })
  return new Response(streamOf(lines), {
    headers: {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': `attachment; filename="${filename}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
})

export const signalsRoutes = bind(SIGNALS, {
  steps: ofTrainingRun(stepEnvironments),
  rewards: ofTrainingRun(rewardParts),
  environments: ofTrainingRun(trainingEnvironments),
  sft: { handler: sft },
  ofEnvironment: environmentTraining,
})
