import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createToken } from '#lib/services/people/create-token.ts'
import { clientPython } from '#scripts/setup/client-venv.mjs'
import { type HttpRoutes, openHttpRoutes } from './http-routes.fixture.ts'

/** Seconds of one run; five minutes by `FUZZ_SECONDS=300`. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 20)
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
    ...['--checks', 'not_a_server_error', '--continue-on-failure', '--max-time', String(SECONDS)],
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
  `requests made from the description for ${SECONDS} seconds meet no 500`,
  async () => {
    const { code, said } = await fuzz()
    expect(code, said.slice(-8_000)).toBe(0)
    const generated = /(\d+) generated/.exec(said)?.[1]
    // An idle machine sends thirty times as many; one that runs other tests beside this may be slower than one a second.
    expect(Number(generated), said.slice(-2000)).toBeGreaterThan(SECONDS / 4)
    console.info(`${generated} requests in ${SECONDS} seconds`)
  },
  (SECONDS + 240) * 1000,
)
