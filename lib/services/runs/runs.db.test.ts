import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunFrame } from '#lib/contracts/runs.ts'
import { openDatabase } from '#lib/db/client.ts'
import { transitionCandidate, transitionRun } from '#lib/db/transition.ts'
import type { ServiceContext } from '#lib/services/context.ts'
import { appendEvent } from '#lib/services/runs/append-event.ts'
import { cancelRun } from '#lib/services/runs/cancel-run.ts'
import { getRun } from '#lib/services/runs/get-run.ts'
import { readEvents } from '#lib/services/runs/list-run-events.ts'
import { listRuns } from '#lib/services/runs/list-runs.ts'
import { retryFailed } from '#lib/services/runs/retry-failed.ts'
import { settleRun } from '#lib/services/runs/settle-run.ts'
import { startRun } from '#lib/services/runs/start-run.ts'
import { watchRun } from '#lib/services/runs/watch-run.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'

let world: TestServices
let ctx: ServiceContext
beforeAll(async () => {
  world = await openTestServices()
  ctx = world.as(await world.user('researcher'))
  await world.seed('alpha')
  await world.seed('beta')
})
afterAll(() => world.close())

const start = (candidates: number, over: object = {}) =>
  startRun({ ctx, input: { candidates, seeds: ['alpha', 'beta'], idempotencyKey: randomUUID(), ...over } })
const candidatesOf = (runId: string) =>
  world.database.db.candidate.findMany({ where: { runId }, orderBy: { ordinal: 'asc' } })
type End = 'verified' | 'rejected' | 'error' | 'cancelled'

/** What a worker does to a candidate, without the work. */
async function end(id: string, runId: string, to: End): Promise<void> {
  await world.database.db.$transaction(async (tx) => {
    await transitionRun(tx, runId, 'queued', 'running', { startedAt: new Date() })
    await transitionCandidate(tx, id, 'queued', 'running', { patch: { startedAt: new Date() } })
    await transitionCandidate(tx, id, 'running', to, {
      patch: { finishedAt: new Date(), reasonCode: to === 'verified' ? null : `${to}-code` },
    })
    await settleRun(tx, runId)
  })
}

describe('startRun', () => {
  test('makes run, candidates with seeds in turn, jobs, event and audit at once', async () => {
    const before = world.jobs.length
    const run = await start(3)
    const candidates = await candidatesOf(run.id)
    expect(candidates.map((one) => one.ordinal)).toEqual([0, 1, 2])
    expect(candidates[0]?.seedId).toBe(candidates[2]?.seedId)
    expect(candidates[0]?.seedId).not.toBe(candidates[1]?.seedId)
    expect(world.jobs.slice(before)).toEqual(candidates.map(({ id }) => ({ queue: 'candidate.advance', id })))
    expect(run).toMatchObject({ status: 'queued', candidates: 3, funnel: { queued: 3 }, certificate: 'full' })
    expect(await world.database.db.audit.count({ where: { entityId: run.id, verb: 'run.start' } })).toBe(1)
  })

  test('the likeness is part of the request, and varied where nothing is said', async () => {
    const run = await start(1, { likeness: 'faithful' })
    expect((await getRun({ ctx, input: { id: run.id } })).request).toMatchObject({ likeness: 'faithful' })
    expect((await getRun({ ctx, input: { id: (await start(1)).id } })).request.likeness).toBe('varied')
    await expect(start(1, { likeness: 'copy' })).rejects.toThrow(/likeness/)
  })

  test('what else a run asks for is part of its request, and nothing of it where nothing is said', async () => {
    const controls = { difficulty: 'hard', trainRows: [60, 90] }
    const run = await start(1, { controls })
    expect((await getRun({ ctx, input: { id: run.id } })).request.controls).toEqual(controls)
    expect((await getRun({ ctx, input: { id: (await start(1)).id } })).request.controls).toEqual({})
    await expect(start(1, { controls: { trainRows: [10, 90] } })).rejects.toThrow(/trainRows/)
  })

  test('what no candidate of the seeds could be is refused with what to change', async () => {
    const faithful = { likeness: 'faithful', controls: { modalities: ['image'] } }
    await expect(start(1, faithful)).rejects.toMatchObject({
      code: 'invalid',
      publicMessage: expect.stringContaining('Faithful keeps the modality'),
      meta: { fields: { 'controls.modalities': [expect.stringContaining('alpha'), expect.anything()] } },
    })
    expect((await start(1, { ...faithful, likeness: 'varied' })).status).toBe('queued')
  })

  test('candidates are counted in all or by seed, never both', async () => {
    const bySeed = { candidates: undefined, perSeed: 3 }
    const run = await start(0, bySeed)
    expect(run.candidates).toBe(6)
    const seeds = (await candidatesOf(run.id)).map(({ seedId }) => seedId)
    expect(new Set(seeds.slice(0, 2)).size).toBe(2)
    await expect(start(2, { perSeed: 3 })).rejects.toThrow(/either how many/)
    await expect(start(0, { candidates: undefined })).rejects.toThrow(/either how many/)
    await expect(start(0, { ...bySeed, perSeed: 400 })).rejects.toMatchObject({
      publicMessage: expect.stringContaining('makes 800 candidates'),
    })
  })

  test('one key starts one run, however many clicks arrive at once', async () => {
    const idempotencyKey = randomUUID()
    const runs = await Promise.all([1, 2, 3, 4].map(() => start(2, { idempotencyKey })))
    expect(new Set(runs.map((run) => run.id)).size).toBe(1)
    expect(await candidatesOf(runs[0]?.id ?? '')).toHaveLength(2)
  })

  test("somebody else's key is a conflict, an unknown seed is named", async () => {
    const idempotencyKey = randomUUID()
    await start(1, { idempotencyKey })
    const other = world.as(await world.user('owner'))
    await expect(startRun({ ctx: other, input: { candidates: 1, idempotencyKey } })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(start(1, { seeds: ['alpha', 'gamma'] })).rejects.toMatchObject({
      code: 'invalid',
      publicMessage: expect.stringContaining('gamma'),
    })
  })

  test('no seed named means the whole library', async () => {
    const run = await start(2, { seeds: [] })
    expect((await getRun({ ctx, input: { id: run.id } })).request.seedIds).toHaveLength(2)
  })
})

describe('listRuns', () => {
  const idsFrom = async (input: object) => {
    const { runs, next } = await listRuns({ ctx, input })
    return { ids: runs.map((run) => run.id), next }
  }
  async function follow(input: object, between: (page: number) => Promise<void> = async () => undefined) {
    const pages: string[][] = []
    for (let after: string | null = ''; after !== null; ) {
      const page = await idsFrom({ ...input, ...(after === '' ? {} : { after }) })
      pages.push(page.ids)
      after = page.next
      await between(pages.length)
    }
    return pages
  }

  test('pages hold every run once, in the order of the whole list, also where many share a millisecond', async () => {
    const made: string[] = []
    for (let n = 0; n < 5; n++) made.push((await start(1)).id)
    await world.database.db.run.updateMany({ where: { id: { in: made } }, data: { createdAt: new Date() } })
    const { ids: all, next } = await idsFrom({})
    expect(next).toBeNull()
    expect(all.slice(0, 5).sort()).toEqual(made.sort())
    const pages = await follow({ limit: 2 })
    expect(pages.flat()).toEqual(all)
    expect(pages.map((page) => page.length)).toEqual(
      Array.from({ length: Math.ceil(all.length / 2) }, (_, at) => Math.min(2, all.length - 2 * at)),
    )
    expect(await follow({ limit: all.length })).toHaveLength(1)
  })

  test('a run that leaves the filter between two pages takes no other with it', async () => {
    const queued = (await idsFrom({ status: 'queued' })).ids
    const pages = await follow({ status: 'queued', limit: 2 }, async (page) => {
      if (page === 1) await cancelRun({ ctx, input: { id: queued[1] ?? '' } })
    })
    expect(pages.flat()).toEqual(queued)
  })

  test('a cursor of another form is refused', async () => {
    for (const after of ['1', `x_${randomUUID()}`, "1_'; drop table run"])
      await expect(listRuns({ ctx, input: { after } })).rejects.toThrow('after')
  })
})

describe('ends', () => {
  test('the funnel adds up at every moment, and the last candidate finishes the run with it', async () => {
    const run = await start(4)
    const candidates = await candidatesOf(run.id)
    const outcomes: End[] = ['verified', 'rejected', 'error', 'verified']
    for (const [at, { id }] of candidates.entries()) {
      await end(id, run.id, outcomes[at] ?? 'verified')
      const view = await getRun({ ctx, input: { id: run.id } })
      expect(Object.values(view.funnel).reduce((a, b) => a + b)).toBe(4)
      expect(view.status).toBe(at === 3 ? 'succeeded' : 'running')
    }
    const view = await getRun({ ctx, input: { id: run.id } })
    expect(view).toMatchObject({
      funnel: { verified: 2, rejected: 1, error: 1 },
      can: { cancel: { allowed: false }, retryFailed: { allowed: true } },
    })
    expect(view.reasons).toContainEqual({ status: 'rejected', code: 'rejected-code', count: 1 })
  })

  test('two last candidates at once finish the run once', async () => {
    const run = await start(2)
    const [a, b] = await candidatesOf(run.id)
    await Promise.all([end(a?.id ?? '', run.id, 'verified'), end(b?.id ?? '', run.id, 'verified')])
    const events = await world.database.db.event.findMany({ where: { runId: run.id, type: 'run.succeeded' } })
    expect(events).toHaveLength(1)
  })

  test('only errors make a failed run; retry puts them back and only them', async () => {
    const run = await start(2)
    for (const { id } of await candidatesOf(run.id)) await end(id, run.id, 'error')
    expect(await getRun({ ctx, input: { id: run.id } })).toMatchObject({ status: 'failed' })
    const before = world.jobs.length
    expect(await retryFailed({ ctx, input: { id: run.id } })).toEqual({ runId: run.id, requeued: 2 })
    expect(world.jobs.length - before).toBe(2)
    expect(await getRun({ ctx, input: { id: run.id } })).toMatchObject({
      status: 'running',
      finishedAt: null,
      funnel: { queued: 2, error: 0 },
    })
    await expect(retryFailed({ ctx, input: { id: run.id } })).rejects.toMatchObject({ code: 'precondition' })
  })

  test('cancelling ends what waits at once and what works later; results stay', async () => {
    const run = await start(3)
    const [first, second] = await candidatesOf(run.id)
    await end(first?.id ?? '', run.id, 'verified')
    await transitionCandidate(world.database.db, second?.id ?? '', 'queued', 'running')
    const cancelling = await cancelRun({ ctx, input: { id: run.id } })
    expect(cancelling).toMatchObject({
      status: 'running',
      cancelling: true,
      funnel: { verified: 1, running: 1, cancelled: 1 },
    })
    expect((await cancelRun({ ctx, input: { id: run.id } })).funnel).toEqual(cancelling.funnel)
    await end(second?.id ?? '', run.id, 'cancelled')
    expect(await getRun({ ctx, input: { id: run.id } })).toMatchObject({
      status: 'cancelled',
      cancelling: false,
      funnel: { verified: 1, cancelled: 2 },
    })
    await expect(cancelRun({ ctx, input: { id: run.id } })).rejects.toMatchObject({ code: 'precondition' })
    await expect(retryFailed({ ctx, input: { id: run.id } })).rejects.toMatchObject({ code: 'precondition' })
  })

  test('a run that nobody has taken yet is cancelled at once', async () => {
    const run = await start(2)
    expect(await cancelRun({ ctx, input: { id: run.id } })).toMatchObject({
      status: 'cancelled',
      funnel: { cancelled: 2 },
    })
    expect((await listRuns({ ctx, input: { status: 'cancelled' } })).runs.map((one) => one.id)).toContain(
      run.id,
    )
  })
})

test('a run tells its mean fidelity to those who see the judge view', async () => {
  const run = await start(2)
  const [first] = await candidatesOf(run.id)
  const { id: versionId } = await world.version()
  await world.database.db.gateResult.updateMany({
    where: { versionId, gate: 'fidelity' },
    data: { evidence: { v: 1, checks: [], figures: { overall: 0.86, parts: [] } } },
  })
  await world.database.db.candidate.update({ where: { id: first?.id ?? '' }, data: { versionId } })
  const input = { id: run.id }
  expect((await getRun({ ctx, input })).fidelity).toEqual({ mean: 0.86, environments: 1 })
  const viewer = world.as(await world.user('viewer'))
  expect((await getRun({ ctx: viewer, input })).fidelity).toBeNull()
  expect((await getRun({ ctx, input: { id: (await start(1)).id } })).fidelity).toBeNull()
})

describe('watchRun', () => {
  const eventsOf = (frames: readonly RunFrame[]) =>
    frames.flatMap((frame) => (frame.kind === 'event' ? [frame.event] : []))

  test('gives each event once and in order, and ends after the terminal frame', async () => {
    const run = await start(2)
    const frames: RunFrame[] = []
    const candidates = await candidatesOf(run.id)
    const sleep = async () => {
      const next = candidates.shift()
      if (next !== undefined) await end(next.id, run.id, 'verified')
      return true
    }
    for await (const frame of watchRun({ ctx, input: { id: run.id }, sleep })) frames.push(frame)
    expect(eventsOf(frames).map((event) => event.type)).toEqual(['run.queued', 'run.succeeded'])
    expect(frames.at(-1)).toMatchObject({
      kind: 'status',
      status: 'succeeded',
      terminal: true,
      funnel: { verified: 2 },
    })
    expect(frames.findIndex((frame) => frame.kind === 'status' && frame.terminal)).toBe(frames.length - 1)
  })

  test('continues from a cursor without gap or double', async () => {
    const run = await start(1)
    for (let n = 0; n < 5; n++)
      await appendEvent(world.database.db, { runId: run.id, type: 'note', level: 'info', message: String(n) })
    await cancelRun({ ctx, input: { id: run.id } })
    const all: RunFrame[] = []
    for await (const frame of watchRun({ ctx, input: { id: run.id }, sleep: async () => true }))
      all.push(frame)
    const ids = eventsOf(all).map((event) => event.id)
    const rest: RunFrame[] = []
    for await (const frame of watchRun({
      ctx,
      input: { id: run.id, after: ids[2] },
      sleep: async () => true,
    }))
      rest.push(frame)
    expect(eventsOf(rest).map((event) => event.id)).toEqual(ids.slice(3))
  })

  test('an event that commits late is not passed by the cursor', async () => {
    const run = await start(1)
    const other = openDatabase(world.database.appUrl)
    let release = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    let written = () => {}
    const inserted = new Promise<void>((resolve) => {
      written = resolve
    })
    const slow = other.db.$transaction(async (tx) => {
      await appendEvent(tx, { runId: run.id, type: 'slow', level: 'info', message: 'first id, last commit' })
      written()
      await gate
    })
    await inserted
    await appendEvent(world.database.db, {
      runId: run.id,
      type: 'fast',
      level: 'info',
      message: 'second id, first commit',
    })
    const early = await readEvents(world.database.db, run.id, '0')
    expect(early.map((event) => event.type)).not.toContain('fast')
    release()
    await slow
    // Open transactions of other databases on this server hold the horizon back too: news may come a moment later.
    const after = early.at(-1)?.id ?? '0'
    const all = async () => {
      const late = await readEvents(world.database.db, run.id, after)
      return [...early, ...late].map((event) => event.type)
    }
    await expect.poll(all, { timeout: 20_000 }).toEqual(['run.queued', 'slow', 'fast'])
    await other.close()
  })
})
