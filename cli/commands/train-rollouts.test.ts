import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { uuid } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'
import type { RecordedRollouts } from '#lib/contracts/rollouts.ts'

let refused: RecordedRollouts['refused'] = []
beforeEach(() => {
  refused = []
})
const world = commandWorld(({ body }) => {
  const { rollouts } = JSON.parse(body.toString())
  return { status: 201, json: { stored: rollouts.length, repeated: 0, refused, unknownEnvironments: 1 } }
})
const { run } = world
const line = (n: number) =>
  JSON.stringify({ id: `r-${n}`, step: 1, group: 'g', environment: 'solar', outcome: 'failed', reward: 0 })

test('records go up a thousand at a time, to the run that was named', async () => {
  await writeFile(
    join(world.cwd, 'r.jsonl'),
    `${Array.from({ length: 1500 }, (_, n) => line(n)).join('\n')}\n\n`,
  )
  const { code, out } = await run('train', 'rollouts', uuid(1), 'r.jsonl', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual({
    runId: uuid(1),
    stored: 1500,
    repeated: 0,
    unknownEnvironments: 1,
    refused: [],
  })
  expect(world.received.map(({ path }) => path)).toEqual(
    Array(2).fill(`/api/v1/training/${uuid(1)}/rollouts`),
  )
})

test.each([
  ['{"id":', 'is not JSON'],
  [line(2).replace('"reward":0', '"reward":NaN'), 'NaN or Infinity'],
  ['{"id":"r","step":-1}', 'step'],
  [line(2).replace('"failed"', '"lost"'), 'outcome'],
])('%s is named by its line, and does not cost its neighbours', async (bad, reason) => {
  await writeFile(join(world.cwd, 'r.jsonl'), `${line(1)}\n${bad}\n${line(3)}\n`)
  const { code, out, err } = await run('train', 'rollouts', uuid(1), 'r.jsonl', '--json')
  expect(code).toBe(1)
  const { stored, refused } = JSON.parse(out)
  expect({ stored, refused }).toEqual({
    stored: 2,
    refused: [{ line: 2, reason: expect.stringContaining(reason) }],
  })
  expect(err).toContain('line 2 left out')
})

test('a record that the server refuses is named by the line that it stands on', async () => {
  refused = [{ at: 1, id: 'r-2', message: 'Rollout r-2: the parts sum to 0.1, the reward is 0.5.' }]
  await writeFile(join(world.cwd, 'r.jsonl'), `${line(1)}\n\n{"id":\n${line(2)}\n`)
  const { code, out, err } = await run('train', 'rollouts', uuid(1), 'r.jsonl', '--json')
  expect(code).toBe(1)
  expect(JSON.parse(out).refused.map((one: { line: number }) => one.line)).toEqual([3, 4])
  expect(err).toContain('line 4 left out: Rollout r-2: the parts sum to 0.1')
})

test('a thousand wrong records cost none of those in the next request; a mark before the first is not a fault', async () => {
  world.answers[`POST training/${uuid(1)}/rollouts`] = ({ body }) => {
    const { rollouts } = JSON.parse(body.toString())
    if (rollouts.length < 1000)
      return {
        status: 201,
        json: { stored: rollouts.length, repeated: 0, refused: [], unknownEnvironments: 0 },
      }
    const fields = { 'rollouts.0': ['the parts sum to 0.1'] }
    const message = 'the parts sum to 0.1. 999 more are wrong, and none is right.'
    return { status: 422, json: { error: { code: 'invalid', message, fields, requestId: 'r' } } }
  }
  await writeFile(
    join(world.cwd, 'r.jsonl'),
    `\uFEFF${Array.from({ length: 1002 }, (_, n) => line(n)).join('\n')}`,
  )
  const { code, out } = await run('train', 'rollouts', uuid(1), 'r.jsonl', '--json')
  const { stored, refused } = JSON.parse(out)
  expect([code, stored, refused.length, refused[999].line]).toEqual([1, 2, 1000, 1000])
  expect(refused[0].reason).toBe('the parts sum to 0.1. 999 more are wrong, and none is right.')
})

test('a file without one good line sends nothing and names the first', async () => {
  await writeFile(join(world.cwd, 'r.jsonl'), '{"id":\n')
  const { code, err } = await run('train', 'rollouts', uuid(1), 'r.jsonl')
  expect([code, world.received]).toEqual([2, []])
  expect(err).toContain('r.jsonl, line 1')
})

test('turns that call tools go up: content null, none, or in parts', async () => {
  const call = { id: 'c1', type: 'function', function: { name: 'run_python', arguments: '{}' } }
  const turns = [
    { role: 'assistant', content: null, tool_calls: [call] },
    { role: 'assistant', tool_calls: [call] },
    { role: 'user', content: [{ type: 'text', text: 'Solve it.' }] },
    { role: 'tool', tool_call_id: 'c1', content: '1' },
  ]
  const lines = turns.map((turn, n) => JSON.stringify({ ...JSON.parse(line(n)), trajectory: [turn] }))
  await writeFile(join(world.cwd, 'r.jsonl'), lines.join('\n'))
  expect((await run('train', 'rollouts', uuid(1), 'r.jsonl')).code).toBe(0)
  const sent = JSON.parse(world.received[0]?.body.toString() ?? '')
  expect(sent.rollouts.map((one: { trajectory: unknown[] }) => one.trajectory[0])).toEqual(turns)
})

test('an empty file is a usage failure', async () => {
  await writeFile(join(world.cwd, 'r.jsonl'), '\n')
  expect((await run('train', 'rollouts', uuid(1), 'r.jsonl')).code).toBe(2)
})
