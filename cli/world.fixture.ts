import { afterEach, beforeEach } from 'vitest'
import { type Answer, type Received, sandmle, startServer, type TestServer } from '#cli/server.fixture.ts'
import { temporaryFolder } from '#cli/temporary-folder.fixture.ts'

type Answering = (request: Received) => Answer

/**
 * A server and a folder, made again for each test of the file that calls this. The server answers what `answers` holds
 * under `GET runs/1`, else as `otherwise` says.
 */
export function commandWorld(otherwise?: Answering) {
  const answers: Record<string, Answering> = {}
  let server: TestServer
  let cwd: string
  beforeEach(async () => {
    for (const key of Object.keys(answers)) delete answers[key]
    cwd = await temporaryFolder('cli-')
    server = await startServer((request) => {
      const key = `${request.method} ${request.path.replace('/api/v1/', '')}`
      const answer = answers[key] ?? otherwise
      return answer?.(request) ?? { status: 500, json: `no answer for ${key}` }
    })
  })
  afterEach(() => server.close())
  const sent = (method: string) => server.received.filter((one) => one.method === method)
  return {
    answers,
    sent,
    /** The JSON body of the first request, or a later one, that was sent with this method. */
    sentJson: (method = 'POST', at = 0) => JSON.parse(sent(method)[at]?.body.toString() ?? 'null'),
    get received() {
      return server.received
    },
    get cwd() {
      return cwd
    },
    close: () => server.close(),
    run: (...argv: string[]) =>
      sandmle(argv, {
        cwd,
        env: { SANDMLE_URL: server.url, SANDMLE_TOKEN: 't0ken', MY_KEY: 'sk-secret-1234567890' },
      }),
  }
}
