import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { clientPython } from '#scripts/setup/client-venv.mjs'
import { MLFLOW_CLIENTS } from '#scripts/setup/mlflow-clients.mjs'
import { type HttpRoutes, openHttpRoutes } from './http-routes.fixture.ts'

const Outcomes = z.record(z.string(), z.unknown())
const Calls = z.object({ version: z.string(), calls: z.int(), outcomes: Outcomes })
/** What `mlflow server` 3.17.2 over SQLite answered to the same calls. */
const RECORDED = Calls.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'real-server.fixture.json'), 'utf8')),
)
/** Where this server answers otherwise on purpose. */
const BETTER: Record<string, unknown> = {
  // The real one names no reason: BAD_REQUEST.
  'experiment renamed to one that is taken': 'error RESOURCE_ALREADY_EXISTS',
  // The real one takes lists for run_id alone.
  "runs where params.model IN ('good')": ['good'],
}

let http: HttpRoutes
beforeAll(async () => {
  http = await openHttpRoutes()
})
afterAll(() => http.close())

async function python(path: string, interpreter: string, more: Record<string, string> = {}) {
  const env = {
    ...process.env,
    MLFLOW_TRACKING_URI: http.url,
    MLFLOW_TRACKING_TOKEN: http.routes.tokens.trainer,
    MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0',
    ...more,
  }
  const { stdout } = await promisify(execFile)(interpreter, [path], { env, maxBuffer: 2 ** 24 })
  return stdout.trim().split('\n').at(-1) ?? ''
}

describe.each(MLFLOW_CLIENTS)('the real client $name', ({ name, packages }) => {
  const interpreter = clientPython(name, packages)

  test.skipIf(interpreter === null)('is answered as the real server answers it', async () => {
    const script = join(import.meta.dirname, 'calls.fixture.py')
    const { outcomes } = Calls.parse(JSON.parse(await python(script, interpreter ?? '')))
    const differing = Object.keys(outcomes).filter(
      (title) => JSON.stringify(outcomes[title]) !== JSON.stringify(RECORDED.outcomes[title]),
    )
    const left = differing.filter((title) => outcomes[title] === 'error NOT_IMPLEMENTED')
    const others = Object.fromEntries(
      differing.filter((title) => !left.includes(title)).map((title) => [title, outcomes[title]]),
    )
    expect(others).toEqual(BETTER)
    const made = Object.keys(outcomes).length
    expect(made).toBeGreaterThanOrEqual(99)
    expect((made - differing.length) / made).toBeGreaterThanOrEqual(92 / 99)
  })
})
