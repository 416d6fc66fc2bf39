import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sandmle, startServer, type TestServer } from '#cli/server.fixture.ts'
import { temporaryFolder } from '#cli/temporary-folder.fixture.ts'
import { uuid } from '#cli/wire.fixture.ts'

let server: TestServer
let cwd: string
beforeEach(async () => {
  cwd = await temporaryFolder('cli-')
  server = await startServer(({ body }) => {
    const { rollouts } = JSON.parse(body.toString())
    return { status: 201, json: { stored: rollouts.length, repeated: 0, unknownEnvironments: 1 } }
  })
})
afterEach(() => server.close())
const run = (...argv: string[]) =>
  sandmle(argv, { cwd, env: { SANDMLE_URL: server.url, SANDMLE_TOKEN: 't0ken' } })
const line = (n: number) =>
  JSON.stringify({ id: `r-${n}`, step: 1, group: 'g', environment: 'solar', outcome: 'failed', reward: 0 })

test('records go up a thousand at a time, to the run that was named', async () => {
  await writeFile(join(cwd, 'r.jsonl'), `${Array.from({ length: 1500 }, (_, n) => line(n)).join('\n')}\n\n`)
  const { code, out } = await run('train', 'rollouts', uuid(1), 'r.jsonl', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual({ runId: uuid(1), stored: 1500, repeated: 0, unknownEnvironments: 1 })
  expect(server.received.map(({ path }) => path)).toEqual(
    Array(2).fill(`/api/v1/training/${uuid(1)}/rollouts`),
  )
})

test.each([
  ['{"id":', 'r.jsonl, line 2'],
  ['{"id":"r","step":-1}', 'r.jsonl, line 2'],
])('%s is named by its line, and nothing is sent', async (bad, where) => {
  await writeFile(join(cwd, 'r.jsonl'), `${line(1)}\n${bad}\n`)
  const { code, err } = await run('train', 'rollouts', uuid(1), 'r.jsonl')
  expect(code).toBe(2)
  expect(err).toContain(where)
  expect(server.received).toEqual([])
})

test('an empty file is a usage failure', async () => {
  await writeFile(join(cwd, 'r.jsonl'), '\n')
  expect((await run('train', 'rollouts', uuid(1), 'r.jsonl')).code).toBe(2)
})
