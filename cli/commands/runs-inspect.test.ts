import { expect, test } from 'vitest'
import { AT, candidateView, runDetail, uuid } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'
import type { ExchangeDetail } from '#lib/contracts/exchanges.ts'

const { answers, run } = commandWorld()

const lost = runDetail({
  lanes: [
    candidateView(0),
    candidateView(1, {
      status: 'rejected',
      phase: 'technical-writer',
      reasonCode: 'same-fault',
      reason: 'The technical writer failed twice in the same way.',
      costMicroUsd: 1_500_000,
    }),
    candidateView(2, { status: 'held' }),
    candidateView(3, { status: 'error', reasonCode: 'worker-lost', reason: 'Lost \u001b[2J three times.' }),
  ],
  reasons: [
    { status: 'rejected', code: 'same-fault', count: 1 },
    { status: 'error', code: 'worker-lost', count: 1 },
  ],
})

test('runs losses names each lost candidate by its number, with code, reason and cost', async () => {
  answers[`GET runs/${lost.id}`] = () => ({ json: lost })
  const { code, out } = await run('runs', 'losses', lost.id)
  expect(code).toBe(0)
  expect(out).toMatch(/2 +rejected +technical-writer +same-fault +The technical writer failed twice/)
  expect(out).toMatch(/4 +error +verify +worker-lost +Lost {2}\[2J three times\./)
  expect(out).toMatch(/1 +rejected +same-fault\n/)
  const rows = JSON.parse((await run('runs', 'losses', lost.id, '--json')).out)
  expect(rows.map((row: { candidate: number; code: string }) => [row.candidate, row.code])).toEqual([
    [2, 'same-fault'],
    [4, 'worker-lost'],
  ])
})

test('a run without losses says so, and is an empty array for scripts', async () => {
  const whole = runDetail({ lanes: [candidateView(0), candidateView(1, { status: 'running' })] })
  answers[`GET runs/${whole.id}`] = () => ({ json: whole })
  expect((await run('runs', 'losses', whole.id)).out).toBe('No candidate of this run was lost.\n')
  expect((await run('runs', 'losses', whole.id, '--json')).out).toBe('[]\n')
})

const exchange = (n: number, over: Partial<ExchangeDetail> = {}): ExchangeDetail => ({
  id: uuid(n),
  status: 'answered',
  role: 'data-strategist',
  repair: 0,
  turn: 0,
  try: 1,
  connection: { id: uuid(3), name: 'lab' },
  model: 'smol',
  promptHash: 'p',
  requestHash: 'r',
  reservedMicroUsd: 10,
  costMicroUsd: 2_000_000,
  inputTokens: 5,
  cachedTokens: null,
  outputTokens: 6,
  finishReason: 'stop',
  latencyMs: 5,
  httpStatus: 200,
  error: null,
  copiedFrom: null,
  createdAt: AT,
  finishedAt: AT,
  runId: lost.id,
  candidateId: uuid(501),
  modelReviewId: null,
  question: {
    temperature: null,
    maxOutputTokens: 100,
    system: 'You decide.\nAlways.',
    messages: [{ role: 'user', text: 'Go \u001b[31mred' }],
    schema: null,
  },
  answer: '{"a":1}',
  ...over,
})

test('runs transcript prints what was asked and answered, a role at a time where that is wanted', async () => {
  const failed = { role: 'technical-writer', answer: null, status: 'failed', error: 'HTTP 529' } as const
  const all = [exchange(11), exchange(12, failed)]
  answers[`GET runs/${lost.id}`] = () => ({ json: lost })
  answers[`GET runs/${lost.id}/candidates/${uuid(501)}/exchanges`] = () => ({ json: { exchanges: all } })
  for (const one of all) answers[`GET exchanges/${one.id}`] = () => ({ json: one })
  const { code, out } = await run('runs', 'transcript', lost.id, '--candidate', '2')
  expect(code).toBe(0)
  expect(out).toContain('=== data-strategist, attempt 1, turn 1: smol, answered, USD 2.00')
  expect(out).toContain('--- system\nYou decide.\nAlways.\n--- user\nGo  [31mred\n--- answer\n{"a":1}')
  expect(out).toContain('--- error\nHTTP 529')
  const writer = ['--candidate', '2', '--role', 'technical-writer', '--json']
  const some = JSON.parse((await run('runs', 'transcript', lost.id, ...writer)).out)
  expect(some.map(({ id }: ExchangeDetail) => id)).toEqual([uuid(12)])
  const other = await run('runs', 'transcript', lost.id, '--candidate', '2', '--role', 'ml-developer')
  expect(other).toMatchObject({ code: 2, err: expect.stringContaining('No model played the ml-developer') })
})

test('a candidate of the built-in engine has no transcript; one that is not there is told', async () => {
  answers[`GET runs/${lost.id}`] = () => ({ json: lost })
  answers[`GET runs/${lost.id}/candidates/${uuid(500)}/exchanges`] = () => ({ json: { exchanges: [] } })
  const none = await run('runs', 'transcript', lost.id, '--candidate', '1')
  expect(none).toMatchObject({ code: 0, out: expect.stringContaining('no model was asked') })
  for (const number of ['5', '0', 'two'])
    expect((await run('runs', 'transcript', lost.id, '--candidate', number)).code).toBe(2)
})
