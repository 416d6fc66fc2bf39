import { command } from '#lib/http/route.ts'
import { admitScore, requestScore } from '#lib/services/environments/request-score.ts'

/** Two million letters as JSON, of which some take four bytes and line ends are escaped, or four million bytes as base64. */
const BODY = { bytes: 8 * 2 ** 20, values: 20 }

/** 200 with the score when a worker was quick, else 202 with the id to ask again with. */
export const POST = command('environment.score', requestScore, {
  status: (answer) => (answer.status === 'finished' || answer.status === 'failed' ? 200 : 202),
  body: BODY,
  admit: admitScore,
})
