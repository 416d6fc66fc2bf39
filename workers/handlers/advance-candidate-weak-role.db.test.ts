import { afterAll, beforeAll, expect, test } from 'vitest'
import { MAX_TURNS } from '#lib/domain/player.ts'
import type { LanguageModel } from '#lib/domain/ports/language-model.ts'
import { log } from '#lib/log.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import type { Deps } from '#workers/deps.ts'
import { advanceCandidate } from '#workers/handlers/advance-candidate.ts'
import { loadPrompts } from '#workers/models/load-prompts.ts'
import { type ModelWorld, openModelWorld, PRICE } from '#workers/models/model-world.fixture.ts'
import { sandboxDouble } from '#workers/sandbox-double.fixture.ts'

let world: ModelWorld
let prompts: Deps['prompts']
beforeAll(async () => {
  world = await openModelWorld()
  prompts = await loadPrompts()
})
afterAll(() => world.close())

const makeDeps = (languageModel: LanguageModel = world.deps.languageModel): Deps => ({
  ...world.deps,
  languageModel,
  prompts,
  queue: { enqueue: async () => undefined },
  sandbox: sandboxDouble(),
  catalogue: CATALOGUE,
  runtimeHash: 'r',
  engineKey: 'key',
  workerId: 'w',
  log: { ...log, warn: () => undefined, error: () => undefined },
  stopping: new AbortController().signal,
})

// Worlds are dealt by place: each test has its own.
let place = 100
async function start(cassette: string) {
  const connectionId = await world.connection({ prices: { [cassette]: PRICE } })
  const options = { role: 'technical-writer', from: place++ } as const
  return world.run(world.player(connectionId, cassette, 16_000), 100_000_000, 1, 7, options)
}
const candidateOf = (id: string) =>
  world.db.candidate.findUniqueOrThrow({ where: { id }, include: { steps: true } })
const attemptsOf = (steps: readonly { role: string; repair: number; status: string }[]) =>
  steps.map(({ role, repair, status }) => `${role} ${repair} ${status}`).sort()
const spentOn = (rows: readonly { costMicroUsd: bigint }[]) =>
  rows.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0n)

test('a technical writer that fails once is asked again alone; steps and cost say so', async () => {
  const run = await start('late-writer')
  await advanceCandidate(makeDeps(), run.first)
  const { status, reason, repairs, steps } = await candidateOf(run.first)
  expect({ status, reason, repairs }).toEqual({ status: 'verified', reason: null, repairs: 1 })
  expect(attemptsOf(steps)).toEqual([
    'data-strategist 0 succeeded',
    'ml-developer 0 succeeded',
    'mlops-engineer 0 succeeded',
    'technical-writer 0 failed',
    'technical-writer 1 succeeded',
  ])
  const exchanges = await world.exchanges({ runId: run.id })
  expect(exchanges.map(({ repair, turn }) => `${repair}/${turn}`)).toEqual([
    ...Array.from({ length: MAX_TURNS }, (_, turn) => `0/${turn}`),
    '1/0',
  ])
  expect(spentOn(steps)).toBe(spentOn(exchanges))
  const events = await world.db.event.findMany({ where: { candidateId: run.first } })
  expect(events.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('Technical writer: asked again, the roles before it are not.'),
  )
})

test('two equal failures stop the candidate with the reason; no third one is paid', async () => {
  const run = await start('tiny-churn')
  await advanceCandidate(makeDeps(), run.first)
  const { status, reasonCode, reason, steps } = await candidateOf(run.first)
  expect({ status, reasonCode, reason }).toEqual({
    status: 'rejected',
    reasonCode: 'no-usable-answer',
    reason: expect.stringMatching(
      /^Technical writer, attempts 1 and 2 ended in the same way, so no further one was made: tiny-churn gave no usable answer/,
    ),
  })
  const exchanges = await world.exchanges({ runId: run.id })
  expect(exchanges).toHaveLength(2 * MAX_TURNS)
  expect(spentOn(steps)).toBe(spentOn(exchanges))
  expect(steps).toHaveLength(5)
})

/** The model of the world, whose call number `at` never ends: what a worker that is killed leaves behind. */
function dyingAt(at: number): LanguageModel & { asked: number } {
  const { languageModel } = world.deps
  return {
    asked: 0,
    complete(ask, signal) {
      this.asked++
      return this.asked < at ? languageModel.complete(ask, signal) : new Promise(() => undefined)
    },
    listModels: (...args) => languageModel.listModels(...args),
  }
}

test.each([
  ['in the second turn of its first attempt', 2],
  ['before the first answer of its second attempt', MAX_TURNS + 1],
])('a worker killed %s: the next one pays for that call alone', async (_, at) => {
  const run = await start('late-writer')
  const dying = dyingAt(at)
  void advanceCandidate(makeDeps(dying), run.first)
  await expect.poll(() => dying.asked, { timeout: 20_000 }).toBe(at)
  await world.requeue(run.first)
  await advanceCandidate(makeDeps(), run.first)
  const { status, repairs, steps } = await candidateOf(run.first)
  expect({ status, repairs }).toEqual({ status: 'verified', repairs: 1 })
  expect(attemptsOf(steps)).toHaveLength(5)
  const exchanges = await world.exchanges({ runId: run.id })
  expect(exchanges).toHaveLength(MAX_TURNS + 2)
  expect(exchanges.filter((row) => row.status === 'lost')).toHaveLength(1)
  expect(spentOn(steps)).toBe(spentOn(exchanges))
  const events = await world.db.event.findMany({
    where: { candidateId: run.first, type: 'candidate.repaired' },
  })
  expect(events).toHaveLength(1)
})
