import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createToken } from '#lib/services/people/create-token.ts'
import { clientPython } from '#scripts/setup/client-venv.mjs'
import { type HttpRoutes, openHttpRoutes } from './http-routes.fixture.ts'

/** A long run by hand: `FUZZ_SECONDS=300`. Without it a fixed number of requests, so that a busy machine asks as many. */
const SECONDS = process.env.FUZZ_SECONDS
const AMOUNT = SECONDS ? ['--max-time', SECONDS] : ['--phases', 'fuzzing', '--max-examples', '2']
const interpreter = clientPython('schemathesis', ['schemathesis>=4,<5'])

let http: HttpRoutes
let token: string
beforeAll(async () => {
  http = await openHttpRoutes()
  const { world } = http.routes
  const owner = world.as(await world.user('owner'))
  token = (await createToken({ ctx: owner, input: { name: 'fuzz', scope: 'owner' } })).token
})
afterAll(() => http.close())

async function fuzz(): Promise<{ code: number; said: string }> {
  const args = [
    ...['-m', 'schemathesis.cli', 'run', `${http.url}/api/v1/openapi.json`, '--no-color'],
    ...['--checks', 'not_a_server_error', '--continue-on-failure', ...AMOUNT],
    ...['--suppress-health-check', 'all'],
    ...['--request-timeout', '30', '--generation-allow-x00', 'true', '--warnings', 'off'],
    ...['-H', `Authorization: Bearer ${token}`],
  ]
  // It keeps what it learnt in the folder where it runs.
  const child = spawn(interpreter ?? '', args, { cwd: http.routes.home })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      said += piece.toString('utf8')
    })
  const [code] = await once(child, 'close')
  return { code: Number(code), said }
}

test.skipIf(interpreter === null)(
  'requests made from the description meet no 500',
  async () => {
    const { code, said } = await fuzz()
    expect(code, said.slice(-8_000)).toBe(0)
    const generated = /(\d+) generated/.exec(said)?.[1]
    expect(Number(generated), said.slice(-2000)).toBeGreaterThan(100)
    console.info(`${generated} requests`)
  },
  (Number(SECONDS ?? 0) + 600) * 1000,
)
