import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type CurveLine,
  type CurveQuery,
  Curves,
  TrainingRunDetail,
  TrainingRunList,
} from '#lib/contracts/curves.ts'
import { inTransaction, type WebContext } from '#lib/services/context.ts'
import { openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'
import { appendPoints } from '#lib/services/training/append-points.ts'
import { createTrainingRun } from '#lib/services/training/create-training-run.ts'
import { editExperiment } from '#lib/services/training/edit-experiment.ts'
import { editTrainingRun } from '#lib/services/training/edit-training-run.ts'
import { type CurvePoint, exportCurves } from '#lib/services/training/export-curves.ts'
import { getTrainingRun } from '#lib/services/training/get-training-run.ts'
import { listTrainingRuns } from '#lib/services/training/list-training-runs.ts'
import { curvesTag, queryCurves } from '#lib/services/training/query-curves.ts'
import { type TrainingFixture, trainingFixture } from '#lib/services/training/training.fixture.ts'

const STEPS = 6000
const REWARD = 'critic/score/mean'

let world: TestServices
let viewer: WebContext
let fixture: TrainingFixture
beforeAll(async () => {
  world = await openTestServices()
  fixture = await trainingFixture(world.as(SYSTEM), { steps: STEPS })
  viewer = world.as(await world.user('viewer'))
})
afterAll(() => world.close())

const draw = async (query: Partial<Parameters<typeof CurveQuery.parse>[0] & object> = {}): Promise<Curves> =>
  Curves.parse(
    await queryCurves({
      ctx: viewer,
      input: { runs: fixture.runs.map(({ id }) => id).join(','), metric: REWARD, ...query },
    }),
  )
const lineOf = (curves: Curves, id: string): CurveLine => {
  const line = curves.lines.find((one) => one.id === id)
  if (line === undefined) throw new Error(`no line ${id}`)
  return line
}
const valuesOf = (line: CurveLine) => line.pieces.flatMap(({ y, raw }) => raw ?? y)
async function pointsOf(input: CurveQuery): Promise<CurvePoint[]> {
  const points: CurvePoint[] = []
  for await (const batch of await exportCurves({ ctx: viewer, input })) points.push(...batch)
  return points
}

describe('the list of training runs', () => {
  test('groups by configuration without the seed and says what differs', async () => {
    const list = TrainingRunList.parse(await listTrainingRuns({ ctx: viewer }))
    expect(list.total).toBe(9)
    expect(list.groups.map(({ label, runIds }) => [label, runIds.length]).sort()).toEqual([
      ['actor.optim.lr=1e-5', 3],
      ['actor.optim.lr=1e-6', 3],
      ['actor.optim.lr=3e-6', 3],
    ])
    expect(list.differing).toEqual(['actor.optim.lr', 'trainer.seed'])
    expect(list.metrics.find(({ key }) => key === REWARD)).toEqual({
      key: REWARD,
      quantity: 'reward_mean',
      runs: 9,
      points: 8 * STEPS + STEPS * 0.6,
    })
    const run = list.runs.find(({ id }) => id === fixture.short.runId)
    expect(run).toMatchObject({ seed: '3', lastStep: fixture.short.lastStep, status: 'finished' })
    expect(list.experiments).toEqual([
      { id: expect.any(Number), name: fixture.experiment, runs: 9, archived: false },
    ])
  })

  test('filters by configuration, experiment and search', async () => {
    const count = async (input: object) => (await listTrainingRuns({ ctx: viewer, input })).runs.length
    expect(await count({ where: 'actor.optim.lr=1e-5' })).toBe(3)
    expect(await count({ where: 'actor.optim.lr=1e-5,trainer.seed=2' })).toBe(1)
    expect(await count({ experiment: fixture.experiment })).toBe(9)
    expect(await count({ experiment: 'other' })).toBe(0)
    expect(await count({ search: 'LR1E-6-' })).toBe(3)
    await expect(count({ where: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('a chart', () => {
  test('says shown of total, and keeps a spike of one point at full view, zoomed and smoothed', async () => {
    for (const query of [{}, { from: 2000, to: 2400 }, { smoothing: 'ema' as const, smooth: 0.99 }]) {
      const line = lineOf(await draw({ columns: 100, ...query }), fixture.spike.runId)
      expect(Math.max(...valuesOf(line))).toBe(fixture.spike.value)
      expect(line.shown).toBeLessThanOrEqual(line.total)
    }
    const full = await draw({ columns: 100 })
    expect(full.total).toBe(8 * STEPS + STEPS * 0.6)
    expect(full.domain).toEqual({ from: 0, to: STEPS - 1 })
  })

  test('parts a line where values are not numbers, and marks them', async () => {
    const line = lineOf(await draw(), fixture.gap.runId)
    expect(line.pieces).toHaveLength(2)
    expect(line.pieces[0]?.x.at(-1)).toBe(fixture.gap.from - 1)
    expect(line.pieces[1]?.x[0]).toBe(fixture.gap.to + 1)
    expect(line.nonFinite[0]).toEqual({ x: fixture.gap.from, value: 'NaN' })
  })

  test('ends a run where it ended, and counts values that a logarithmic axis cannot place', async () => {
    const curves = await draw({ metric: 'actor/grad_norm' })
    expect(lineOf(curves, fixture.short.runId).endsAt).toBe(fixture.short.lastStep)
    expect(lineOf(curves, fixture.spike.runId).endsAt).toBeNull()
    expect(curves.nonPositive).toBe(fixture.zeros.count)
  })

  test('has bands with the number of runs at each place, which falls where a run ends', async () => {
    const { bands, lines } = await draw({ group: 'seed', columns: 60, aggregate: 'iqm' })
    expect(lines).toEqual([])
    const band = bands.find(({ runIds }) => runIds.includes(fixture.short.runId))
    const at = (x: number) => band?.n[band.x.findIndex((place) => place >= x)]
    expect([at(0), at(fixture.short.lastStep - 100), at(fixture.short.lastStep + 1)]).toEqual([3, 3, 2])
    expect(band?.n.at(-1)).toBe(2)
    expect(Math.max(...(band?.max ?? []))).toBe(fixture.spike.value)
  })

  test('is the same each time it is asked for', async () => {
    const { tookMs: _a, ...first } = await draw({ group: 'seed' })
    const { tookMs: _b, ...second } = await draw({ group: 'seed' })
    expect(second).toEqual(first)
  })

  test('stands on wall time, relative time, tokens or environments seen', async () => {
    const [run] = fixture.runs
    const runs = run?.id ?? ''
    expect((await draw({ runs, x: 'wall' })).domain?.from).toBe(Date.UTC(2026, 0, 5))
    expect((await draw({ runs, x: 'relative' })).domain).toEqual({ from: 0, to: (STEPS - 1) / 4 })
    expect((await draw({ runs, x: 'perf/total_num_tokens' })).domain).toEqual({
      from: 4096,
      to: 4096 * STEPS,
    })
    expect((await draw({ runs, x: 'environments_seen' })).domain).toEqual({ from: 16, to: 16 * STEPS })
    expect((await draw({ runs, x: 'no such metric' })).lines).toEqual([])
  })

  test('draws runs of other trainers by their name for the same quantity', async () => {
    const ctx = world.as(SYSTEM)
    const { id } = await createTrainingRun({
      ctx,
      input: { experiment: 'trl', name: 'trl', source: 'import' },
    })
    const columns = { steps: Float64Array.of(1, 2), values: Float64Array.of(0.1, 0.2), times: null }
    await inTransaction(ctx, (tx) => appendPoints(tx, id, [{ key: 'train/reward', columns }]))
    const { lines } = await draw({ runs: `${fixture.spike.runId},${id}` })
    expect(lines.map(({ key }) => key)).toEqual([REWARD, 'train/reward'])
  })

  test('has a tag that changes with a new point and not without', async () => {
    const ctx = world.as(SYSTEM)
    const { id } = await createTrainingRun({
      ctx,
      input: { experiment: 'live', name: 'live', source: 'mlflow' },
    })
    const log = (step: number, value: number) => {
      const columns = {
        steps: Float64Array.of(step),
        values: Float64Array.of(value),
        times: Float64Array.of(step),
      }
      return inTransaction(ctx, (tx) => appendPoints(tx, id, [{ key: 'reward', columns }]))
    }
    const input = { runs: id, metric: 'reward', from: 0, to: 1 }
    await log(1, 0.5)
    const first = await curvesTag({ ctx: viewer, input })
    expect(await curvesTag({ ctx: viewer, input })).toBe(first)
    await log(2, 0.7)
    expect(await curvesTag({ ctx: viewer, input })).not.toBe(first)
    // The window stays while the domain grows.
    expect(await queryCurves({ ctx: viewer, input })).toMatchObject({ total: 1, domain: { from: 1, to: 2 } })
    // A resume from step 2 goes over what stood there.
    await log(3, 0.9)
    const columns = { steps: Float64Array.of(2), values: Float64Array.of(0.1), times: Float64Array.of(10) }
    await inTransaction(ctx, (tx) => appendPoints(tx, id, [{ key: 'reward', segment: 1, columns }]))
    const [line] = (await queryCurves({ ctx: viewer, input: { runs: id, metric: 'reward' } })).lines
    expect(line?.pieces).toEqual([{ x: [1, 2], y: [0.5, 0.1] }])
    expect(line?.superseded).toEqual([{ x: [2, 3], y: [0.7, 0.9] }])
    expect(await pointsOf({ runs: id, metric: 'reward', from: 2 })).toEqual(
      [
        { step: 2, timeMs: 2, x: 2, value: 0.7, superseded: true },
        { step: 3, timeMs: 3, x: 3, value: 0.9, superseded: true },
        { step: 2, timeMs: 10, x: 2, value: 0.1, superseded: false },
      ].map((point) => ({ runId: id, run: 'live', experiment: 'live', metric: 'reward', ...point })),
    )
  })

  test('leaves as the exact points that were logged', async () => {
    const points = await pointsOf({
      runs: fixture.gap.runId,
      metric: REWARD,
      smoothing: 'ema',
      smooth: 0.9,
      columns: 20,
    })
    expect(points).toHaveLength(STEPS)
    expect(points[fixture.gap.from]).toMatchObject({
      step: fixture.gap.from,
      value: Number.NaN,
      superseded: false,
    })
  })

  test.each([
    { runs: 'x' },
    { runs: "1'; drop table metric_chunk; --" },
    { columns: 1 },
    { x: 'y'.repeat(300) },
  ])('refuses %j', async (query) => {
    await expect(draw(query)).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('a training run', () => {
  test('shows each metric with its points and those that are not numbers', async () => {
    const run = TrainingRunDetail.parse(
      await getTrainingRun({ ctx: viewer, input: { id: fixture.gap.runId } }),
    )
    expect(run.metrics.find(({ key }) => key === REWARD)).toMatchObject({
      points: STEPS,
      nonFinite: fixture.gap.to - fixture.gap.from + 1,
      lastStep: STEPS - 1,
    })
    expect(run.can.edit).toMatchObject({ allowed: false })
  })

  test('is put away and brought back, and linked to a pack by its tag after the fact', async () => {
    const ctx = world.as(await world.user('researcher'))
    const id = fixture.runs[7]?.id ?? ''
    const list = async (archived?: 'only') =>
      (await listTrainingRuns({ ctx, input: { archived } })).runs.map((run) => run.id)
    const edit = (input: object) => editTrainingRun({ ctx, input: { id, ...input } })
    const away = await edit({ archived: true })
    expect(away.archivedAt).not.toBeNull()
    expect([(await list()).includes(id), await list('only')]).toEqual([false, [id]])
    // Of an experiment that stays, only the run is put away.
    const { experiments } = await listTrainingRuns({ ctx, input: { archived: 'only' } })
    expect(experiments).toMatchObject([{ name: away.experiment, runs: 1, archived: false }])
    expect((await edit({ archived: false })).archivedAt).toBeNull()
    expect((await list()).includes(id)).toBe(true)
    const data = {
      slug: 'late',
      version: 3,
      title: 'Late',
      layout: 'sandmle-task',
      status: 'ready',
      createdBy: 'system',
    } as const
    await world.database.db.pack.create({ data })
    const linked = await edit({ tags: { 'sandmle.pack': 'late@3' } })
    expect(linked.pack).toMatchObject({ slug: 'late', version: 3 })
    await expect(edit({ tags: { 'sandmle.pack': 'late@4' } })).rejects.toThrow(/slug@version/)
    expect((await edit({ tags: { 'sandmle.pack': null } })).pack).toBeNull()
  })

  test('leaves with its experiment, which is renamed, put away and brought back', async () => {
    const ctx = world.as(await world.user('researcher'))
    const { id } = await createTrainingRun({
      ctx,
      input: { experiment: 'mistake', name: 'r', source: 'mlflow' },
    })
    const { experimentId } = await getTrainingRun({ ctx, input: { id } })
    const edit = (input: object) => editExperiment({ ctx, input: { id: experimentId, ...input } })
    expect(await edit({ name: 'renamed' })).toEqual({ id: experimentId, name: 'renamed', archived: false })
    await edit({ archived: true })
    const { experiments, runs } = await listTrainingRuns({ ctx })
    expect(experiments.some((one) => one.id === experimentId)).toBe(false)
    expect(runs.some((run) => run.id === id)).toBe(false)
    const away = await listTrainingRuns({ ctx, input: { archived: 'only' } })
    expect(away.experiments).toContainEqual({ id: experimentId, name: 'renamed', runs: 1, archived: true })
    await edit({ archived: false })
    expect((await getTrainingRun({ ctx, input: { id } })).archivedAt).toBeNull()
    await createTrainingRun({ ctx, input: { experiment: 'other', name: 'r', source: 'mlflow' } })
    await expect(edit({ name: 'other' })).rejects.toThrow('exists already')
  })

  test('takes tags, a name and a pack, and leaves an audit line', async () => {
    const ctx = world.as(await world.user('researcher'))
    const id = fixture.runs[8]?.id ?? ''
    const pack = await world.database.db.pack.create({
      data: {
        slug: 'p',
        version: 1,
        title: 'P',
        layout: 'sandmle-task',
        status: 'ready',
        createdBy: 'system',
      },
    })
    const edit = (input: object) => editTrainingRun({ ctx, input: { id, ...input } })
    expect(await edit({ tags: { team: 'a', note: 'x' }, packId: pack.id })).toMatchObject({
      tags: { team: 'a', note: 'x' },
      pack: { slug: 'p', version: 1 },
    })
    expect(await edit({ tags: { note: null }, name: 'best' })).toMatchObject({
      name: 'best',
      tags: { team: 'a' },
    })
    expect((await listTrainingRuns({ ctx: viewer, input: { where: 'team=a' } })).runs).toHaveLength(1)
    await expect(edit({ packId: id })).rejects.toMatchObject({ code: 'invalid' })
    const audit = await world.database.db.audit.count({ where: { entityId: id, verb: 'training.edit' } })
    expect(audit).toBe(2)
  })
})
