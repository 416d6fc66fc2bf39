import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { z } from 'zod'
import { localAccess } from '#e2e/fixtures/studio.ts'
import { clientPython } from '#scripts/setup/client-venv.mjs'
import { MLFLOW_CLIENTS } from '#scripts/setup/mlflow-clients.mjs'

const run = promisify(execFile)
const SCRIPT = join(import.meta.dirname, '../fixtures/mlflow_client.py')
const Printed = z.object({ version: z.string(), run: z.string() })

/** Waits a few seconds at most: a client that retries for minutes hides what the server said. */
const QUICK = { MLFLOW_HTTP_REQUEST_MAX_RETRIES: '1', GIT_PYTHON_REFRESH: 'quiet' }

async function runClient(python: string, login: (token: string) => Record<string, string>) {
  const { url, token } = localAccess()
  const { PATH = '', HOME = '' } = process.env
  const env = { NODE_ENV: 'test', PATH, HOME, ...QUICK, MLFLOW_TRACKING_URI: url, ...login(token) } as const
  const { stdout } = await run(python, [SCRIPT], { env })
  return Printed.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
}

const loginOf = (sends: string, token: string): Record<string, string> =>
  sends === 'token'
    ? { MLFLOW_TRACKING_TOKEN: token }
    : { MLFLOW_TRACKING_USERNAME: 'trainer', MLFLOW_TRACKING_PASSWORD: token }

for (const { name, packages, sends } of MLFLOW_CLIENTS)
  test(`the real client ${name} logs a run and reads it back`, async () => {
    const python = clientPython(name, packages)
    if (python === null) return test.skip(true, 'not proven here: the client cannot be installed')
    const { version } = await runClient(python, (token) => loginOf(sends, token))
    expect(version).toMatch(new RegExp(`^${name.slice(-1)}\\.`))
  })
