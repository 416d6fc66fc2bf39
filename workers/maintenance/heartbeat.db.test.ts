import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PoolState } from '#lib/domain/worker-part.ts'
import { log } from '#lib/log.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { readWorkers } from '#lib/services/health/read-workers.ts'
import type { Deps } from '#workers/deps.ts'
import { openGate } from '#workers/maintenance/gate.ts'
import { announceWorker, keepBeating } from '#workers/maintenance/heartbeat.ts'
import { loadPrompts } from '#workers/models/load-prompts.ts'
import { type ModelWorld, openModelWorld } from '#workers/models/model-world.fixture.ts'
import { sandboxDouble } from '#workers/sandbox-double.fixture.ts'
import { BEAT_MS } from '#workers/tunables.ts'

let world: ModelWorld
let deps: Deps
let pool: PoolState = { state: 'serving', reason: null, lastFault: null }

beforeAll(async () => {
  world = await openModelWorld()
  deps = {
    ...world.deps,
    languageModel: {
      complete: () => Promise.reject(new Error('nobody asks')),
      listModels: async () => ({ kind: 'models', models: [] }),
    },
    prompts: await loadPrompts(),
    queue: { enqueue: async () => undefined },
    sandbox: { ...sandboxDouble(), health: () => pool },
    catalogue: CATALOGUE,
    runtimeHash: 'r',
    engineKey: 'key',
    workerId: 'w',
    log,
    stopping: new AbortController().signal,
  }
})
afterAll(() => world.close())

const told = async () => (await readWorkers(world.deps.db)).workers.find(({ id }) => id === 'w')?.pool

test('a pool that is stuck and replaced between two beats is told of, and remembered', async () => {
  await announceWorker(deps)
  const heart = keepBeating(
    deps,
    openGate(() => undefined),
  )
  const quick = { timeout: BEAT_MS / 2, interval: 20 }
  await expect.poll(told, quick).toMatchObject({ state: 'serving', lastFault: null })
  pool = { state: 'stuck', reason: 'no answer', lastFault: null }
  await expect.poll(told, quick).toMatchObject({ state: 'stuck', reason: 'no answer' })
  pool = { state: 'serving', reason: null, lastFault: 'no answer' }
  await expect.poll(told, quick).toMatchObject({ state: 'serving', lastFault: 'no answer' })
  await heart.end()
})
