import { route } from '#lib/http/route.ts'
import { requestScore } from '#lib/services/environments/request-score.ts'

/** 200 with the score when a worker was quick, else 202 with the id to ask again with. */
export const POST = route(requestScore, {
  status: (answer) => (answer.status === 'finished' || answer.status === 'failed' ? 200 : 202),
})
