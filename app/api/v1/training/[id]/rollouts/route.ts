import { ofTrainingRun } from '#lib/http/of-training-run.ts'
import { route } from '#lib/http/route.ts'
import { listRollouts } from '#lib/services/rollouts/list-rollouts.ts'
import { recordRollouts } from '#lib/services/rollouts/record-rollouts.ts'

export const GET = route(ofTrainingRun(listRollouts))
export const POST = route(ofTrainingRun(recordRollouts), { status: () => 201 })
