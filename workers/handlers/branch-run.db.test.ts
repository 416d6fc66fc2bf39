import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { BranchRunInput } from '#lib/contracts/runs.ts'
import { Task } from '#lib/domain/artefacts/task.ts'
import { BUILTIN_PLAYERS } from '#lib/domain/player.ts'
import type { LanguageModel } from '#lib/domain/ports/language-model.ts'
import { RunRequest } from '#lib/domain/run.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import { log } from '#lib/log.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { branchRun } from '#lib/services/runs/branch-run.ts'
import { compareRuns } from '#lib/services/runs/compare-runs.ts'
import { getRun } from '#lib/services/runs/get-run.ts'
import type { Deps } from '#workers/deps.ts'
import { advanceCandidate } from '#workers/handlers/advance-candidate.ts'
import { announceWorker } from '#workers/maintenance/heartbeat.ts'
import { loadPrompts } from '#workers/models/load-prompts.ts'
import { type ModelWorld, openModelWorld, PRICE } from '#workers/models/model-world.fixture.ts'
import { sandboxDouble } from '#workers/sandbox-double.fixture.ts'
import { systemContext } from '#workers/system-context.ts'

let world: ModelWorld
let deps: Deps
let connectionId = ''
/** Every system text that a model was sent. */
const systems: string[] = []

/** Writes a statement out of the words of the question. */
const languageModel: LanguageModel = {
  async complete({ model, system, messages }) {
    systems.push(system)
    const titles = Object.values(METRIC_FACTS).map(({ title }) => title)
    const words = new Set(messages[0]?.text.match(/[A-Za-z_][\w.]*/g))
    const names = ['train.csv', 'test.csv', 'sample_submission.csv', ...words, ...titles]
    const text = `\`\`\`\n${model} ${system.length} ${names.join(' ').slice(0, 11_000)}\n\`\`\``
    const usage = { inputTokens: 1000, outputTokens: 200 }
    return { kind: 'reply', text, finishReason: 'stop', usage, latencyMs: 1 }
  },
  listModels: async () => ({ kind: 'models', models: [] }),
}

beforeAll(async () => {
  world = await openModelWorld()
  deps = {
    ...world.deps,
    languageModel,
    prompts: await loadPrompts(),
    queue: { enqueue: async () => undefined },
    sandbox: sandboxDouble(),
    catalogue: CATALOGUE,
    runtimeHash: 'r',
    engineKey: 'key',
    workerId: 'w',
    log: { ...log, error: () => undefined },
    stopping: new AbortController().signal,
  }
  await announceWorker(deps)
  connectionId = await world.connection({ prices: { m: PRICE, other: PRICE } })
})
afterAll(() => world.close())

const ctx = () => systemContext(deps, 'test')
const writer = (model = 'm') => ({ 'technical-writer': world.player(connectionId, model) })
const order = (id: string, over: object) => ({
  id,
  players: writer(),
  capMicroUsd: 10_000_000,
  certificate: 'quick' as const,
  idempotencyKey: randomUUID(),
  ...over,
})
async function finish(runId: string) {
  const rows = await world.db.candidate.findMany({ where: { runId }, orderBy: { ordinal: 'asc' } })
  for (const { id } of rows) await advanceCandidate(deps, id)
  return getRun({ ctx: ctx(), input: { id: runId } })
}
// Worlds are dealt by run seed and place: each test has its own.
let runSeed = 10
async function finished() {
  const run = await world.run(world.player(connectionId, 'm'), 10_000_000, 1, runSeed++, {
    role: 'technical-writer',
  })
  return finish(run.id)
}
const branch = (input: z.input<typeof BranchRunInput>) => branchRun({ ctx: ctx(), input })

describe('a branch of a finished run', () => {
  test('takes over what is played as before, plays the rest with the named prompt, and makes the next version', async () => {
    const parent = await finished()
    expect(parent.lanes.map(({ status }) => status)).toEqual(['verified'])
    systems.length = 0
    const made = await branch(order(parent.id, { prompts: { 'technical-writer': 'v1' } }))
    expect(made.parentId).toBe(parent.id)
    const run = await finish(made.id)
    expect(run.lanes[0]).toMatchObject({ status: 'verified', reason: null })
    expect(run.lanes[0]?.steps.map(({ role, reused }) => [role, reused])).toEqual([
      ['data-strategist', true],
      ['ml-developer', true],
      ['mlops-engineer', true],
      ['technical-writer', false],
    ])
    const v1 = deps.prompts['technical-writer'].find(({ version }) => version === 'v1')
    expect(systems).toHaveLength(1)
    expect(systems[0]).toBe(v1?.system)
    const [before, after] = [parent.lanes[0]?.environment, run.lanes[0]?.environment]
    expect(after).toMatchObject({ id: before?.id, version: 2 })
    const [first, second] = await world.db.version.findMany({
      where: { environmentId: before?.id ?? '' },
      orderBy: { number: 'asc' },
    })
    expect(second?.parentId).toBe(first?.id)
    expect(run.parent).toEqual({ id: parent.id, name: parent.name })
    expect((await getRun({ ctx: ctx(), input: { id: parent.id } })).branches).toEqual([
      { id: run.id, name: run.name },
    ])
  })

  test('two branches of one checkpoint are compared place by place, what was taken over at its price', async () => {
    const parent = await finished()
    const one = await finish((await branch(order(parent.id, { prompts: { 'technical-writer': 'v1' } }))).id)
    const two = await finish((await branch(order(parent.id, { players: writer('other') }))).id)
    const comparison = await compareRuns({ ctx: ctx(), input: { a: one.id, b: two.id } })
    expect(comparison.related).toBe(true)
    expect(comparison.a.roles.at(-1)).toEqual({ role: 'technical-writer', player: 'm', prompt: 'v1' })
    expect(comparison.b.roles.at(-1)).toEqual({ role: 'technical-writer', player: 'other', prompt: 'v3' })
    expect(comparison.rows).toHaveLength(1)
    expect(comparison.rows[0]).toMatchObject({
      sameSeed: true,
      a: { status: 'verified', costMicroUsd: 1400, reusedSteps: 3 },
      b: { status: 'verified', costMicroUsd: 1400, reusedSteps: 3 },
    })
    expect(comparison.a.acceptance).toMatchObject({ value: 1, n: 1 })
    expect(comparison.a.costPerVerified?.value).toBe(1400)
    expect(comparison.a.reviews).toEqual({ cast: 0, measured: 0, medianMinutes: null })
    expect(comparison.differences.costPerVerified).toEqual({ kind: 'too-few', n: 1, needed: 5 })
  })

  test('an output that is taken over costs nothing here and keeps its price in the comparison', async () => {
    const parent = await finished()
    const same = await branch(order(parent.id, { prompts: { 'technical-writer': 'v1' } }))
    await finish(same.id)
    const again = await finish((await branch(order(same.id, { prompts: { 'technical-writer': 'v3' } }))).id)
    // v3 is what the parent played with: the very same question was answered there.
    expect(again.cost.spentMicroUsd).toBe(0)
    expect(again.reusedMicroUsd).toBe(1400)
    const comparison = await compareRuns({ ctx: ctx(), input: { a: parent.id, b: again.id } })
    expect(comparison.rows[0]?.b).toMatchObject({ status: 'duplicate', repeatsOther: true })
    expect(comparison.b).toMatchObject({ judged: 0, repeats: 1, acceptance: null })
  })

  test('an edit by hand comes along, and its editor stays one of the makers', async () => {
    const parent = await finished()
    const candidateId = parent.lanes[0]?.id ?? ''
    await world.db.step.update({
      where: { candidateId_role_repair: { candidateId, role: 'data-strategist', repair: 0 } },
      data: { editedBy: 'ada' },
    })
    const blobs = { before: 'a'.repeat(64), after: 'b'.repeat(64) }
    await world.db.artefactEdit.create({
      data: { candidateId, role: 'data-strategist', file: 'spec.json', editedBy: 'ada', ...blobs },
    })
    const run = await finish((await branch(order(parent.id, { players: writer('other') }))).id)
    const version = await world.db.version.findFirstOrThrow({ where: { runId: run.id } })
    expect(version.editorId).toBe('ada')
    expect(Task.parse(version.task).provenance.edits).toEqual([{ by: 'ada', files: ['spec.json'] }])
  })
})

describe('what is refused', () => {
  test('a run that is not over, the same run again, a prompt that is not there, a prompt of the engine', async () => {
    const open = await world.run(world.player(connectionId, 'm'), 10_000_000, 1, runSeed++, {
      role: 'technical-writer',
    })
    await expect(branch(order(open.id, { players: writer('other') }))).rejects.toMatchObject({
      code: 'precondition',
    })
    const parent = await finished()
    const pinned = await finish((await branch(order(parent.id, { players: writer('other') }))).id)
    expect(RunRequest.parse(pinned.request).prompts).toEqual({ 'technical-writer': 'v3' })
    await expect(branch(order(pinned.id, { players: writer('other') }))).rejects.toMatchObject({
      publicMessage: expect.stringContaining('the same run'),
    })
    await expect(branch(order(parent.id, { prompts: { 'technical-writer': 'v77' } }))).rejects.toMatchObject({
      publicMessage: expect.stringContaining('v77'),
    })
    await expect(
      branch(order(parent.id, { players: BUILTIN_PLAYERS, prompts: { 'ml-developer': 'v1' } })),
    ).rejects.toMatchObject({ publicMessage: expect.stringContaining('no prompt') })
  })

  test('a seed that was archived meanwhile, until it is restored', async () => {
    const parent = await finished()
    const [{ seedId } = { seedId: '' }] = await world.db.candidate.findMany({ where: { runId: parent.id } })
    const archive = (archivedAt: Date | null) =>
      world.db.seed.update({ where: { id: seedId }, data: { archivedAt }, select: { slug: true } })
    const { slug } = await archive(new Date())
    await expect(branch(order(parent.id, { players: writer('other') }))).rejects.toMatchObject({
      code: 'precondition',
      publicMessage: `The seed ${slug} is archived, and no run starts from it. Restore it first.`,
    })
    await archive(null)
    expect((await branch(order(parent.id, { players: writer('other') }))).parentId).toBe(parent.id)
  })

  test('one key starts one branch', async () => {
    const parent = await finished()
    const twice = order(parent.id, { players: writer('other') })
    const [a, b] = await Promise.all([branch(twice), branch(twice)])
    expect(a.id).toBe(b.id)
    expect(await world.db.run.count({ where: { parentId: parent.id } })).toBe(1)
  })
})
