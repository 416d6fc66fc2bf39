import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LanguageModel, ModelReply } from '#lib/domain/ports/language-model.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import { log } from '#lib/log.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { cancelRun } from '#lib/services/runs/cancel-run.ts'
import { retryFailed } from '#lib/services/runs/retry-failed.ts'
import type { Deps } from '#workers/deps.ts'
import { advanceCandidate } from '#workers/handlers/advance-candidate.ts'
import { loadPrompts } from '#workers/models/load-prompts.ts'
import { heldModel, type ModelWorld, openModelWorld, PRICE } from '#workers/models/model-world.fixture.ts'
import { sandboxDouble } from '#workers/sandbox-double.fixture.ts'
import { systemContext } from '#workers/system-context.ts'

let world: ModelWorld
let prompts: Deps['prompts']
beforeAll(async () => {
  world = await openModelWorld()
  prompts = await loadPrompts()
})
afterAll(() => world.close())

/** Writes a statement out of the words of the question, as long as `fault` has nothing else to say. */
function writer(fault: () => ModelReply | null = () => null): LanguageModel & { asked: number } {
  const files = ['train.csv', 'test.csv', 'sample_submission.csv']
  const titles = Object.values(METRIC_FACTS).map(({ title }) => title)
  return {
    asked: 0,
    async complete({ messages }) {
      this.asked++
      const other = fault()
      if (other) return other
      const words = new Set(messages[0]?.text.match(/[A-Za-z_][\w.]*/g))
      const text = `\`\`\`\n${[...files, ...words, ...titles].join(' ').slice(0, 11_000)}\n\`\`\``
      const usage = { inputTokens: 1000, outputTokens: 200 }
      return { kind: 'reply', text, finishReason: 'stop', usage, latencyMs: 1 }
    },
    listModels: async () => ({ kind: 'models', models: [] }),
  }
}

function makeDeps(languageModel: LanguageModel): Deps {
  return {
    ...world.deps,
    languageModel,
    prompts,
    queue: { enqueue: async () => undefined },
    sandbox: sandboxDouble(),
    catalogue: CATALOGUE,
    runtimeHash: 'r',
    engineKey: 'key',
    workerId: 'w',
    log: { ...log, error: () => undefined },
    stopping: new AbortController().signal,
  }
}

// Worlds are dealt by place: each test has its own.
let place = 0
async function start(connectionCap?: number) {
  const connectionId = await world.connection({
    prices: { m: PRICE },
    ...(connectionCap === undefined ? {} : { capMicroUsd: connectionCap }),
  })
  const options = { role: 'technical-writer', from: place++ } as const
  const run = await world.run(world.player(connectionId, 'm'), 10_000_000, 1, 7, options)
  return { ...run, connectionId }
}
const candidateOf = (id: string) =>
  world.db.candidate.findUniqueOrThrow({ where: { id }, include: { steps: true, run: true } })
const retry = (deps: Deps, id: string) => retryFailed({ ctx: systemContext(deps, 'test'), input: { id } })

test('a role played by a model: its step names the model, its tokens and its cost, the engine plays the rest', async () => {
  const run = await start()
  const model = writer()
  await advanceCandidate(makeDeps(model), run.first)
  const { status, reason, steps } = await candidateOf(run.first)
  expect({ status, reason }).toEqual({ status: 'verified', reason: null })
  expect(model.asked).toBe(1)
  const [exchange] = await world.exchanges({ runId: run.id })
  expect(exchange).toMatchObject({ status: 'answered', costMicroUsd: 1400n })
  expect(steps.find(({ role }) => role === 'technical-writer')).toMatchObject({
    player: 'm',
    tokens: 1200,
    costMicroUsd: 1400n,
  })
  expect(steps.filter(({ player }) => player === 'builtin').map(({ costMicroUsd }) => costMicroUsd)).toEqual([
    0n,
    0n,
    0n,
  ])
})

describe('what stops a candidate that a model plays', () => {
  test('a provider that refuses for good: an error with its reason; the retry continues from there', async () => {
    const run = await start()
    let isWrong = true
    const refusal: ModelReply = {
      kind: 'fault',
      fault: 'unauthorised',
      status: 401,
      retryAfterMs: null,
      isUnsent: false,
      message: 'The provider refused the key (401).',
      latencyMs: 1,
    }
    const deps = makeDeps(writer(() => (isWrong ? refusal : null)))
    await advanceCandidate(deps, run.first)
    expect(await candidateOf(run.first)).toMatchObject({
      status: 'error',
      reasonCode: 'provider',
      reason: expect.stringContaining('refused the key'),
      run: { status: 'failed' },
    })
    isWrong = false
    await retry(deps, run.id)
    await advanceCandidate(deps, run.first)
    expect(await candidateOf(run.first)).toMatchObject({ status: 'verified', run: { status: 'succeeded' } })
    const rows = await world.exchanges({ runId: run.id })
    expect(rows.map((row) => [row.try, row.attempt, row.status])).toEqual([
      [1, 1, 'failed'],
      [2, 2, 'answered'],
    ])
  })

  test('a cap: nothing is sent; with a higher one the retry continues', async () => {
    const run = await start(10)
    const model = writer()
    const deps = makeDeps(model)
    await advanceCandidate(deps, run.first)
    expect(await candidateOf(run.first)).toMatchObject({ status: 'error', reasonCode: 'budget-reached' })
    expect(model.asked).toBe(0)
    await world.db.connection.update({ where: { id: run.connectionId }, data: { capMicroUsd: 1_000_000n } })
    await retry(deps, run.id)
    await advanceCandidate(deps, run.first)
    expect((await candidateOf(run.first)).status).toBe('verified')
    expect(model.asked).toBe(1)
  })

  test('cancelling: the call in flight ends, none follows, and its reservation stays spent', async () => {
    const run = await start()
    const held = heldModel()
    const deps = makeDeps(held)
    const work = advanceCandidate(deps, run.first)
    await expect.poll(() => held.asked, { timeout: 20_000 }).toBe(1)
    await cancelRun({ ctx: systemContext(deps, 'test'), input: { id: run.id } })
    await work
    expect(await candidateOf(run.first)).toMatchObject({ status: 'cancelled', run: { status: 'cancelled' } })
    const [row, ...more] = await world.exchanges({ runId: run.id })
    expect(more).toEqual([])
    expect(row).toMatchObject({ status: 'lost', costMicroUsd: row?.reservedMicroUsd })
    expect(held.asked).toBe(1)
  })
})
