import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MlflowRoutes, openMlflowRoutes } from './mlflow-routes.fixture.ts'

let routes: MlflowRoutes
let experiment: string
const ids = new Map<string, string>()
beforeAll(async () => {
  routes = await openMlflowRoutes()
  experiment = (await routes.post('experiments/create', { name: 'search' })).body.experiment_id
  for (const [i, name] of ['a', 'b', 'c'].entries()) {
    const made = await routes.post('runs/create', {
      experiment_id: experiment,
      run_name: `run-${name}`,
      start_time: 1000 * (i + 1),
      tags: [{ key: 'team', value: name === 'c' ? 'sft' : 'rl' }],
    })
    const run_id = made.body.run.info.run_id
    ids.set(name, run_id)
    await routes.post('runs/log-batch', {
      run_id,
      params: [
        { key: 'actor/lr', value: `${i}e-6` },
        { key: 'dir', value: `C:\\data\\${name}` },
      ],
      metrics: name === 'c' ? [] : [{ key: 'critic/score/mean', value: i / 10, timestamp: 1, step: 1 }],
    })
  }
  const dataset = { name: 'gsm', digest: 'd1', source_type: 'local', source: '{}' }
  const tags = [{ key: 'mlflow.data.context', value: 'train' }]
  await routes.post('runs/log-inputs', { run_id: ids.get('a'), datasets: [{ dataset, tags }] })
  await routes.post('runs/update', { run_id: ids.get('b'), status: 'FAILED', end_time: 9000 })
})
afterAll(() => routes.close())

const search = (over: object) => routes.post('runs/search', { experiment_ids: [experiment], ...over })
const found = async (over: object): Promise<string[]> =>
  (await search(over)).body.runs.map((run) => run.info.run_name.slice(-1))

describe('values that are not numbers', () => {
  const rewards = {
    good: 0.8,
    poor: 0.1,
    diverged: 'NaN',
    exploded: 'Infinity',
    sunk: '-Infinity',
    none: null,
  }
  let id: string
  beforeAll(async () => {
    id = (await routes.post('experiments/create', { name: 'nan' })).body.experiment_id
    for (const [name, value] of Object.entries(rewards)) {
      const made = await routes.post('runs/create', { experiment_id: id, run_name: name })
      const run_id = made.body.run.info.run_id
      if (value !== null)
        await routes.post('runs/log-metric', { run_id, key: 'reward', value, timestamp: 1, step: 1 })
    }
  })
  const names = async (over: object) =>
    (await routes.post('runs/search', { experiment_ids: [id], ...over })).body.runs.map(
      (run) => run.info.run_name,
    )

  test.each([
    ['metrics.reward > 0.5', ['exploded', 'good']],
    ['metrics.reward >= 0.1', ['exploded', 'good', 'poor']],
    ['metrics.reward < .5', ['poor', 'sunk']],
    ['metrics.reward <= 0.1', ['poor', 'sunk']],
    ['metrics.reward = 0', []],
    ['metrics.reward != 0.8', ['diverged', 'exploded', 'poor', 'sunk']],
    ['metrics.reward > -1', ['exploded', 'good', 'poor']],
  ])('NaN fulfils nothing but !=: %s', async (filter, wanted) => {
    expect((await names({ filter })).sort()).toEqual(wanted)
  })

  test('NaN stands after the numbers and before what is missing, either way', async () => {
    expect(await names({ order_by: ['metrics.reward DESC'] })).toEqual([
      'exploded',
      'good',
      'poor',
      'sunk',
      'diverged',
      'none',
    ])
    expect(await names({ order_by: ['metrics.reward ASC'] })).toEqual([
      'sunk',
      'poor',
      'good',
      'exploded',
      'diverged',
      'none',
    ])
    expect(await names({ order_by: ['metrics.reward DESC'], max_results: 1 })).toEqual(['exploded'])
  })
})

describe('a search of runs', () => {
  test.each([
    ['', ['c', 'b', 'a']],
    ["attributes.run_name = 'run-a'", ['a']],
    ["attributes.run_name LIKE 'run-%' AND tags.team = 'rl'", ['b', 'a']],
    ["tags.`mlflow.runName` = 'run-c'", ['c']],
    ["params.`actor/lr` = '1e-6'", ['b']],
    ["params.actor/lr != '1e-6'", ['c', 'a']],
    ['metrics.critic/score/mean > 0.05', ['b']],
    ['metrics.`critic/score/mean` <= 0.05', ['a']],
    ["attributes.status = 'FAILED'", ['b']],
    ['attributes.start_time >= 2000', ['c', 'b']],
    ["tags.team ILIKE 'R%'", ['b', 'a']],
    [String.raw`params.dir = 'C:\data\b'`, ['b']],
    [String.raw`params.dir LIKE 'C:\data\%'`, ['c', 'b', 'a']],
    [String.raw`params.dir LIKE 'C:\%data\_'`, ['c', 'b', 'a']],
    [String.raw`params.actor/lr LIKE '1\%'`, []],
    ["params.never = 'x'", []],
    ['params.never IS NULL', ['c', 'b', 'a']],
    ['params.actor/lr IS NULL', []],
    ['tags.team IS NOT NULL AND metrics.critic/score/mean <= .05', ['a']],
    ["attributes.run_id NOT IN ('x', 'y')", ['c', 'b', 'a']],
    ["tags.team not in ('sft')", ['b', 'a']],
    ["attributes.artifact_uri LIKE 'mlflow-artifacts:/%'", ['c', 'b', 'a']],
    ["datasets.name = 'gsm'", ['a']],
    ["dataset.digest IN ('d1', 'x') and datasets.context = 'train'", ['a']],
    ["datasets.name != 'gsm'", []],
    ['metrics.critic/score/mean > -1e0', ['b', 'a']],
  ])('%s', async (filter, names) => {
    expect(await found({ filter })).toEqual(names)
  })

  test('orders, pages, and finds by several ids', async () => {
    expect(await found({ order_by: ['metrics.critic/score/mean DESC'] })).toEqual(['b', 'a', 'c'])
    expect(await found({ order_by: ['attributes.start_time ASC'] })).toEqual(['a', 'b', 'c'])
    const first = await search({ max_results: 2, order_by: ['start_time'] })
    expect(first.body.runs).toHaveLength(2)
    expect(await found({ order_by: ['start_time'], page_token: first.body.next_page_token })).toEqual(['c'])
    const list = [...ids.values()].map((id) => `'${id}'`).join(', ')
    expect(await found({ filter: `attributes.run_id IN (${list})` })).toHaveLength(3)
    expect(await found({ run_view_type: 'DELETED_ONLY' })).toEqual([])
    expect((await routes.post('runs/search', { experiment_ids: ['424242'] })).body).toEqual({ runs: [] })
  })

  test.each([
    ["params.a = 'x' OR params.b = 'y'", 'OR is not supported'],
    ["dataset.size = 'x'", 'There are name, digest, context'],
    ["attributes.artefact = 'x'", 'There are run_id, run_name'],
    ["model.name = 'x'", 'attributes, metrics, params, tags or datasets'],
    ['metrics.loss IS NULL', 'IS NULL is for params and tags'],
    ["params.a IS 'x'", 'IS NOT NULL'],
    ["params.a NOT 'x'", 'NOT IN'],
    ["metrics.loss = 'x'", 'number, without quotes'],
    ['params.lr > 1', 'text in quotes'],
  ])('%s is refused with what is supported', async (filter, message) => {
    expect(await search({ filter })).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining(message) },
    })
  })

  test('bad orders, tokens and sizes are refused', async () => {
    for (const over of [{ order_by: ['metrics.x UP'] }, { page_token: 'abc' }, { max_results: 0 }])
      expect((await search(over)).status).toBe(400)
  })
})
