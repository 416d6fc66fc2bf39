import { ofTrainingRun } from '#lib/http/of-training-run.ts'
import { command, route } from '#lib/http/route.ts'
import { listRollouts } from '#lib/services/rollouts/list-rollouts.ts'
import { admitRollouts, recordRollouts } from '#lib/services/rollouts/record-rollouts.ts'

/** A thousand rollouts with their programs, or some hundred conversations; more comes in several calls. */
const BODY = { bytes: 16 * 2 ** 20, values: 200_000 }

export const GET = route(ofTrainingRun(listRollouts))
export const POST = command('training.log', ofTrainingRun(recordRollouts), {
  status: () => 201,
  body: BODY,
  texts: 'marked-by-verb',
  admit: admitRollouts,
})
