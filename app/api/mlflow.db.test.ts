import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handlerAt } from '#app/api/routes.fixture.ts'
import { TrainingRunDetail, TrainingRunParams } from '#lib/contracts/curves.ts'
import { getTrainingRun } from '#lib/services/training/get-training-run.ts'
import { type MlflowRoutes, openMlflowRoutes } from './mlflow-routes.fixture.ts'

let routes: MlflowRoutes
beforeAll(async () => {
  routes = await openMlflowRoutes()
})
afterAll(() => routes.close())

const post = (file: string, body: unknown) => routes.post(file, body)
const get = (file: string, query: Record<string, string | number | string[]>) => routes.get(file, query)

let names = 0
async function newRun(over: object = {}): Promise<string> {
  const made = await post('experiments/create', { name: `exp ${names++}` })
  const body = { experiment_id: made.body.experiment_id, run_name: 'r', start_time: 1795410398000, ...over }
  return (await post('runs/create', body)).body.run.info.run_id
}
const historyOf = async (run_id: string, metric_key: string) =>
  (await get('metrics/get-history', { run_id, metric_key })).body.metrics

describe('experiments', () => {
  test('a missing one is the code that clients read as None; a made one is found by name and id', async () => {
    const missing = await get('experiments/get-by-name', { experiment_name: 'qwen' })
    expect(missing).toMatchObject({ status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } })
    const made = await post('experiments/create', {
      name: 'qwen',
      artifact_location: null,
      tags: [{ key: 'a', value: 'b' }],
    })
    expect(made).toEqual({ status: 200, body: { experiment_id: expect.stringMatching(/^\d+$/) } })
    const byName = await get('experiments/get-by-name', { experiment_name: 'qwen' })
    const byId = await get('experiments/get', { experiment_id: made.body.experiment_id })
    expect(byId.body).toEqual(byName.body)
    expect(byId.body.experiment).toMatchObject({
      name: 'qwen',
      lifecycle_stage: 'active',
      creation_time: expect.any(Number),
      tags: [{ key: 'a', value: 'b' }],
    })
    expect(await post('experiments/create', { name: 'qwen' })).toMatchObject({
      status: 400,
      body: { error_code: 'RESOURCE_ALREADY_EXISTS' },
    })
    expect((await get('experiments/get', { experiment_id: '999999999999' })).status).toBe(404)
  })

  test('number 0 is there without being made, for clients that name none', async () => {
    expect((await get('experiments/get', { experiment_id: '0' })).body.experiment.name).toBe('Default')
    const { body } = await post('runs/create', { start_time: '1795410398955' })
    expect(body.run.info).toMatchObject({ experiment_id: '0', start_time: 1795410398955 })
    expect(body.run.info.run_name).toContain('2026')
    const found = await post('runs/search', { experiment_ids: ['0'] })
    expect(found.body.runs).toHaveLength(1)
  })

  test('are tagged and searched, page by page', async () => {
    for (const name of ['s-a', 's-b', 's-c']) await post('experiments/create', { name })
    const { body } = await get('experiments/get-by-name', { experiment_name: 's-b' })
    const id = body.experiment.experiment_id
    await post('experiments/set-experiment-tag', { experiment_id: id, key: 'team', value: 'rl' })
    const byTag = await post('experiments/search', { filter: "tags.team = 'rl'", max_results: '10' })
    expect(byTag.body.experiments.map((one) => one.name)).toEqual(['s-b'])
    const query = { filter: "name LIKE 's-%'", order_by: 'name DESC', max_results: 2 }
    const first = await get('experiments/search', query)
    expect(first.body.experiments.map((one) => one.name)).toEqual(['s-c', 's-b'])
    const second = await get('experiments/search', { ...query, page_token: first.body.next_page_token })
    expect(second.body).toEqual({ experiments: [expect.objectContaining({ name: 's-a' })] })
    expect((await post('experiments/search', { view_type: 'DELETED_ONLY' })).body).toEqual({
      experiments: [],
    })
  })
})

describe('runs', () => {
  test('are created, updated and read in one form of id, however it is written', async () => {
    const id = await newRun({ user_id: 'olga', tags: [{ key: 'mlflow.source.name', value: 'train.py' }] })
    expect(id).toMatch(/^[a-zA-Z0-9][\w-]{0,255}$/)
    const { body } = await get('runs/get', { run_id: id.replaceAll('-', ''), run_uuid: id })
    expect(body.run.info).toEqual({
      run_id: id,
      run_uuid: id,
      run_name: 'r',
      experiment_id: expect.any(String),
      user_id: 'olga',
      status: 'RUNNING',
      start_time: 1795410398000,
      artifact_uri: `mlflow-artifacts:/${id}/artifacts`,
      lifecycle_stage: 'active',
    })
    expect(body.run.data.tags).toContainEqual({ key: 'mlflow.runName', value: 'r' })
    const update = { run_id: id, status: 'FINISHED', end_time: '1795410399999', run_name: 'better' }
    expect((await post('runs/update', update)).body.run_info).toMatchObject({
      status: 'FINISHED',
      end_time: 1795410399999,
      run_name: 'better',
    })
    await post('runs/set-tag', { run_id: id, key: 'mlflow.runName', value: 'best' })
    expect((await get('runs/get', { run_id: id })).body.run.info.run_name).toBe('best')
    for (const run_id of ['0'.repeat(32), 'unknown', '00000000-0000-4000-8000-000000000000'])
      expect((await get('runs/get', { run_id })).body.error_code).toBe('RESOURCE_DOES_NOT_EXIST')
    expect((await get('runs/get', { run_id: '../x' })).body.error_code).toBe('INVALID_PARAMETER_VALUE')
  })

  test('a time that no calendar has is refused where it is the run’s, and a point keeps its own', async () => {
    // Microseconds in the place of milliseconds: the year 58864, which a database stores and nothing reads back.
    const late = '1795410399999123'
    const run_id = await newRun()
    for (const [path, body] of [
      ['runs/update', { run_id, status: 'FINISHED', end_time: late }],
      ['runs/create', { experiment_id: '0', start_time: late }],
    ] as const) {
      const { status, body: refused } = await post(path, body)
      expect([status, refused.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE'])
      expect(refused.message).toContain('after the year 9999')
    }
    const timestamp = Number(late)
    for (const [key, at] of [
      ['late', timestamp],
      ['later', 9_007_199_254_740_991],
    ])
      expect((await post('runs/log-metric', { run_id, key, value: 1, timestamp: at, step: 1 })).status).toBe(
        200,
      )
    expect(await historyOf(run_id, 'late')).toEqual([{ key: 'late', value: 1, timestamp, step: 1 }])
    const input = TrainingRunParams.parse({ id: run_id })
    const detail = await getTrainingRun({ ctx: routes.world.as(await routes.world.user('viewer')), input })
    expect(TrainingRunDetail.parse(detail).metrics.map(({ lastTime }) => lastTime)).toEqual([null, null])
  })

  test('the worked exchange: both spellings of int64, NaN as a word, integers back', async () => {
    const run_id = await newRun()
    const batch = {
      run_id,
      metrics: [
        { key: 'critic/score/mean', value: 0.31, timestamp: 1795410398955, step: 12 },
        { key: 'critic/vf_explained_var', value: 'NaN', timestamp: '1795410398955', step: '12' },
        { key: 'val-core/acme/mle/reward/mean_at_1', value: '-Infinity', timestamp: 1795410398956 },
      ],
      params: [],
      tags: [],
      dataset: { unknown: 'field' },
    }
    expect(await post('runs/log-batch', batch)).toEqual({ status: 200, body: {} })
    expect(await post('runs/log-batch', batch)).toEqual({ status: 200, body: {} })
    expect(await historyOf(run_id, 'critic/score/mean')).toEqual([
      { key: 'critic/score/mean', value: 0.31, timestamp: 1795410398955, step: 12 },
    ])
    const { body } = await get('runs/get', { run_id })
    expect(body.run.data.metrics).toEqual([
      { key: 'critic/score/mean', value: 0.31, timestamp: 1795410398955, step: 12 },
      { key: 'critic/vf_explained_var', value: 'NaN', timestamp: 1795410398955, step: 12 },
      { key: 'val-core/acme/mle/reward/mean_at_1', value: '-Infinity', timestamp: 1795410398956, step: 0 },
    ])
    expect(await historyOf(run_id, 'never')).toEqual([])
  })

  test('single calls, tags and params', async () => {
    const run_id = await newRun()
    await post('runs/log-metric', { run_id, run_uuid: run_id, key: 'loss', value: 1, timestamp: 5, step: 1 })
    await post('runs/log-metric', { run_id, key: 'loss', value: 0.5, timestamp: 6, step: 2 })
    await post('runs/log-parameter', { run_id, key: 'actor/lr', value: '1e-6' })
    await post('runs/set-tag', { run_id, key: 'k', value: 'v' })
    expect((await historyOf(run_id, 'loss')).map((one) => one.value)).toEqual([1, 0.5])
    expect(await post('runs/log-parameter', { run_id, key: 'actor/lr', value: '1e-6' })).toMatchObject({
      status: 200,
    })
    const changed = await post('runs/log-parameter', { run_id, key: 'actor/lr', value: '2e-6' })
    expect(changed).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    expect((await post('runs/delete-tag', { run_id, key: 'k' })).status).toBe(200)
    expect((await post('runs/delete-tag', { run_id, key: 'k' })).status).toBe(404)
    const dataset = { name: 'gsm', digest: 'd', source_type: 'hf', source: '{"path":"gsm8k"}', profile: '{}' }
    const datasets = [{ tags: [{ key: 'mlflow.data.context', value: 'train' }], dataset }]
    for (let i = 0; i < 2; i++)
      expect(await post('runs/log-inputs', { run_id, datasets })).toEqual({ status: 200, body: {} })
    expect((await get('runs/get', { run_id })).body.run.inputs).toEqual({ dataset_inputs: datasets })
    const { params, tags } = (await get('runs/get', { run_id })).body.run.data
    expect(params).toEqual([{ key: 'actor/lr', value: '1e-6' }])
    expect(tags.map((tag) => tag.key)).toEqual(['mlflow.runName'])
  })

  test('history pages by token', async () => {
    const run_id = await newRun()
    const metrics = Array.from({ length: 25 }, (_, step) => ({
      key: 'm',
      value: step,
      timestamp: step,
      step,
    }))
    for (let i = 0; i < 25; i += 5) await post('runs/log-batch', { run_id, metrics: metrics.slice(i, i + 5) })
    const steps: number[] = []
    let page_token = ''
    do {
      const { body } = await get('metrics/get-history', {
        run_id,
        metric_key: 'm',
        max_results: 7,
        page_token,
      })
      steps.push(...body.metrics.map((one) => one.step))
      page_token = body.next_page_token ?? ''
    } while (page_token !== '')
    expect(steps).toEqual(metrics.map(({ step }) => step))
  })
})

describe('what MLflow takes', () => {
  test('long values are cut where it cuts them', async () => {
    const run_id = await newRun({ run_name: 'n'.repeat(400) })
    const params = [6000, 6001, 20_000].map((n) => ({ key: `p${n}`, value: 'x'.repeat(n) }))
    params.push({ key: 'emoji', value: '\u{1F600}'.repeat(6001) })
    const tags = [8000, 8001].map((n) => ({ key: `t${n}`, value: 'x'.repeat(n) }))
    expect(await post('runs/log-batch', { run_id, params, tags })).toEqual({ status: 200, body: {} })
    expect((await post('runs/log-parameter', { run_id, ...params[2] })).status).toBe(200)
    const { data } = (await get('runs/get', { run_id })).body.run
    expect(data.params.map(({ value }) => [...value].length)).toEqual([6000, 6000, 6000, 6000])
    expect(data.tags.filter(({ key }) => key.startsWith('t')).map(({ value }) => value.length)).toEqual([
      8000, 8000,
    ])
  })

  test('one bad item is named and does not cost its neighbours', async () => {
    const run_id = await newRun()
    await post('runs/log-parameter', { run_id, key: 'lr', value: '1' })
    const answer = await post('runs/log-batch', {
      run_id,
      metrics: [
        { key: 'loss', value: 0.5, timestamp: 1, step: 1 },
        { key: 'mean@1', value: 0.5, timestamp: 1, step: 1 },
        { key: 'score', value: 'high', timestamp: 1, step: 1 },
      ],
      params: [{ key: 'lr', value: '2' }],
      tags: [{ key: 'team', value: 'rl' }],
    })
    expect(answer).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    for (const name of ['metrics[1] "mean@1": key', 'metrics[2] "score": value', 'param lr is "1"'])
      expect(answer.body.message).toContain(name)
    const { data } = (await get('runs/get', { run_id })).body.run
    expect(data.metrics.map(({ key }) => key)).toEqual(['loss'])
    expect(data.tags).toContainEqual({ key: 'team', value: 'rl' })
  })

  test('history stands by time, step and value, and late points stay', async () => {
    const run_id = await newRun()
    for (const [step, timestamp] of [
      [50, 5],
      [200, 6],
      [100, 4],
      [150, 6],
      [250, 9],
    ])
      await post('runs/log-metric', { run_id, key: 'eval', value: step, timestamp, step })
    await post('runs/log-metric', { run_id, key: 'eval', value: 'NaN', timestamp: 6, step: 150 })
    const points = await historyOf(run_id, 'eval')
    expect(points.map(({ step, value }) => [step, value])).toEqual([
      [100, 100],
      [50, 50],
      [150, 150],
      [150, 'NaN'],
      [200, 200],
      [250, 250],
    ])
  })
})

describe('what is deleted', () => {
  test('a run leaves searches, refuses writes and comes back whole', async () => {
    const run_id = await newRun()
    const { experiment_id } = (await get('runs/get', { run_id })).body.run.info
    const found = async (run_view_type?: string) =>
      (await post('runs/search', { experiment_ids: [experiment_id], run_view_type })).body.runs.length
    for (let i = 0; i < 2; i++) expect((await post('runs/delete', { run_id })).status).toBe(200)
    expect([await found(), await found('DELETED_ONLY'), await found('ALL')]).toEqual([0, 1, 1])
    expect((await get('runs/get', { run_id })).body.run.info.lifecycle_stage).toBe('deleted')
    for (const [file, body] of [
      ['log-metric', { key: 'm', value: 1, timestamp: 1 }],
      ['log-batch', { tags: [{ key: 'a', value: 'b' }] }],
      ['update', { status: 'FINISHED' }],
      ['log-inputs', { datasets: [] }],
    ] as const)
      expect(await post(`runs/${file}`, { run_id, ...body })).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining("must be in the 'active' state") },
      })
    expect((await post('runs/restore', { run_id })).status).toBe(200)
    expect(await found()).toBe(1)
    expect((await post('runs/delete', { run_id: '0'.repeat(32) })).status).toBe(404)
  })

  test('an experiment takes its runs along and brings them back, but for what was deleted before', async () => {
    const run_id = await newRun()
    const { experiment_id } = (await get('runs/get', { run_id })).body.run.info
    const other = (await post('runs/create', { experiment_id, run_name: 'mistake' })).body.run.info.run_id
    await post('runs/delete', { run_id: other })
    expect((await post('experiments/delete', { experiment_id })).status).toBe(200)
    expect((await post('experiments/delete', { experiment_id })).status).toBe(404)
    const { experiment } = (await get('experiments/get', { experiment_id })).body
    expect(experiment.lifecycle_stage).toBe('deleted')
    expect((await post('experiments/create', { name: experiment.name })).body.error_code).toBe(
      'RESOURCE_ALREADY_EXISTS',
    )
    expect((await post('runs/create', { experiment_id })).status).toBe(400)
    expect((await get('runs/get', { run_id })).body.run.info.lifecycle_stage).toBe('deleted')
    const listed = (await post('experiments/search', { view_type: 'DELETED_ONLY' })).body.experiments
    expect(listed.map((one) => one.experiment_id)).toEqual([experiment_id])
    expect((await post('experiments/restore', { experiment_id })).status).toBe(200)
    expect((await get('runs/get', { run_id })).body.run.info.lifecycle_stage).toBe('active')
    expect((await get('runs/get', { run_id: other })).body.run.info.lifecycle_stage).toBe('deleted')
    expect((await post('experiments/update', { experiment_id, new_name: 'renamed' })).status).toBe(200)
    expect((await get('experiments/get', { experiment_id })).body.experiment.name).toBe('renamed')
    await post('experiments/create', { name: 'taken' })
    expect((await post('experiments/update', { experiment_id, new_name: 'taken' })).status).toBe(400)
    expect((await post('experiments/delete', { experiment_id: '0' })).status).toBeGreaterThanOrEqual(400)
  })
})

describe('logged models', () => {
  const of = (
    file: string,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    params: Record<string, string>,
    body?: object,
  ) => routes.call(`mlflow/logged-models/${file}`, { method, params, ...(body ? { body } : {}) })

  test('begin, take params, tags and files, end, and stand as outputs of their run', async () => {
    const run_id = await newRun()
    const { experiment_id } = (await get('runs/get', { run_id })).body.run.info
    const made = await post('logged-models', {
      experiment_id,
      name: 'checkpoint-5',
      model_type: 'llm',
      source_run_id: run_id,
      params: [{ key: 'a', value: '1' }],
      tags: [{ key: 't', value: 'x' }],
    })
    const { model_id, artifact_uri, status } = made.body.model.info
    expect(model_id).toMatch(/^m-[0-9a-f]{32}$/)
    expect(status).toBe('LOGGED_MODEL_PENDING')
    const path = `${artifact_uri.replace('mlflow-artifacts:/', '')}/weights.bin`.split('/')
    const put = await routes.raw('mlflow-artifacts/artifacts/{+path}', {
      method: 'PUT',
      params: { path },
      raw: 'w',
    })
    expect(put.status).toBe(200)
    const on = { model_id }
    const params = [{ key: 'b', value: '2' }]
    expect((await of('{model_id}/params', 'POST', on, { params })).status).toBe(200)
    expect((await of('{model_id}/params', 'POST', on, { params: [{ key: 'b', value: '3' }] })).status).toBe(
      400,
    )
    expect((await of('{model_id}/tags', 'PATCH', on, { tags: [{ key: 'u', value: 'y' }] })).status).toBe(200)
    expect((await of('{model_id}/tags/{tag_key}', 'DELETE', { ...on, tag_key: 't' })).status).toBe(200)
    expect((await of('{model_id}', 'PATCH', on, { status: 'LOGGED_MODEL_READY' })).status).toBe(200)
    expect((await post('runs/outputs', { run_id, models: [{ model_id, step: '5' }] })).status).toBe(200)
    const { model } = (await of('{model_id}', 'GET', on)).body
    expect(model.info).toMatchObject({
      name: 'checkpoint-5',
      status: 'LOGGED_MODEL_READY',
      source_run_id: run_id,
      tags: [{ key: 'u', value: 'y' }],
    })
    expect(model.data.params).toEqual([
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ])
    expect((await get('runs/get', { run_id })).body.run.outputs.model_outputs).toEqual([
      { model_id, step: 5 },
    ])
    const search = (filter: string) =>
      post('logged-models/search', { experiment_ids: [experiment_id], filter })
    expect((await search("name = 'checkpoint-5' AND params.b = '2'")).body.models).toHaveLength(1)
    expect((await search("name = 'other'")).body).toEqual({ models: [] })
    expect((await of('{model_id}', 'DELETE', on)).status).toBe(200)
    expect((await of('{model_id}', 'GET', on)).status).toBe(404)
    expect((await search('')).body).toEqual({ models: [] })
  })

  test('what is wrong is told', async () => {
    const run_id = await newRun()
    const missing = { model_id: `m-${'0'.repeat(32)}` }
    expect((await of('{model_id}', 'GET', missing)).body.error_code).toBe('RESOURCE_DOES_NOT_EXIST')
    expect((await post('runs/outputs', { run_id, models: [missing] })).status).toBe(404)
    expect((await post('logged-models', { experiment_id: '424242' })).status).toBe(404)
    expect((await post('logged-models', { experiment_id: '0', name: 'a/b' })).status).toBe(400)
    for (const file of ['registered-models/create', 'traces', 'model-versions/get']) {
      const url = `http://127.0.0.1:3998/api/2.0/mlflow/${file}`
      const answer = await handlerAt('2.0/mlflow/{+path}', 'POST')(new Request(url, { method: 'POST' }), {
        params: Promise.resolve({}),
      })
      expect([answer.status, (await answer.json()).error_code]).toEqual([501, 'NOT_IMPLEMENTED'])
    }
  })
})

describe('limits and refusals', () => {
  const metric = (over: object = {}) => ({ key: 'm', value: 1, timestamp: 1, step: 1, ...over })
  test.each([
    ['1001 metrics', { metrics: Array.from({ length: 1001 }, (_, step) => metric({ step })) }],
    ['101 params', { params: Array.from({ length: 101 }, (_, i) => ({ key: `p${i}`, value: '' })) }],
    ['101 tags', { tags: Array.from({ length: 101 }, (_, i) => ({ key: `t${i}`, value: '' })) }],
    [
      '1001 of all',
      {
        metrics: Array.from({ length: 950 }, (_, step) => metric({ step })),
        params: Array.from({ length: 51 }, (_, i) => ({ key: `p${i}`, value: '' })),
      },
    ],
    ['half a step', { metrics: [metric({ step: 1.5 })] }],
    ['a step beyond 2^53', { metrics: [metric({ step: '9007199254740993' })] }],
    ['no value', { metrics: [{ key: 'm', timestamp: 1, step: 1 }] }],
    ['a null value', { metrics: [metric({ value: null })] }],
    ['a word for a value', { metrics: [metric({ value: 'high' })] }],
    ['a time before 1970', { metrics: [metric({ timestamp: -1 })] }],
    ['a key with a sign', { metrics: [metric({ key: 'mean@1' })] }],
    ['a key that is another path', { metrics: [metric({ key: 'a/../b' })] }],
    ['a long key', { metrics: [metric({ key: 'k'.repeat(251) })] }],
    [
      'a param twice',
      {
        params: [
          { key: 'p', value: '1' },
          { key: 'p', value: '2' },
        ],
      },
    ],
    ['a pack that is not there', { tags: [{ key: 'sandmle.pack', value: 'none@1' }] }],
  ])('%s is 400, and nothing is stored', async (_, batch) => {
    const run_id = await newRun()
    const answer = await post('runs/log-batch', { run_id, ...batch })
    expect(answer).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringMatching(/\w/) },
    })
    const { data } = (await get('runs/get', { run_id })).body.run
    expect(data).toMatchObject({ metrics: [], params: [] })
  })

  test('a body that is too large, no JSON or no object', async () => {
    const send = (raw: string) => routes.call('mlflow/runs/log-batch', { method: 'POST', raw })
    for (const raw of [`{"x":"${'x'.repeat(2 ** 20)}"}`, '{', '[]'])
      expect(await send(raw)).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    expect((await send('')).body.message).toContain('run_id')
  })

  test('what is not offered is 404 with a code', async () => {
    const unknown = await routes.call('mlflow/{+path}', { method: 'POST', body: {} })
    expect(unknown).toMatchObject({ status: 404, body: { error_code: 'ENDPOINT_NOT_FOUND' } })
    const v3 = await routes.raw('../3.0/mlflow/{+path}')
    expect(v3.status).toBe(404)
  })
})

describe('who gets in', () => {
  const create = (options: object) =>
    routes.call('mlflow/runs/create', { method: 'POST', body: {}, ...options })
  const basic = (password: string) => ({
    authorization: `Basic ${Buffer.from(`any:${password}`).toString('base64')}`,
  })

  test('a token as bearer or as password, under any host; nobody without', async () => {
    expect((await create({})).status).toBe(200)
    expect((await create({ token: null, headers: basic(routes.tokens.trainer) })).status).toBe(200)
    for (const headers of [
      {},
      basic('wrong'),
      { cookie: 'better-auth.session_token=x', origin: 'https://evil.example' },
    ])
      expect(await create({ token: null, headers })).toMatchObject({
        status: 401,
        body: { error_code: 'UNAUTHENTICATED' },
      })
  })

  test('agents nowhere; viewers read and never write', async () => {
    const run_id = await newRun()
    const read = (token: string) => routes.call('mlflow/runs/get', { query: { run_id }, token })
    expect(await read(routes.tokens.agent)).toMatchObject({
      status: 403,
      body: { error_code: 'PERMISSION_DENIED' },
    })
    expect((await read(routes.tokens.viewer)).status).toBe(200)
    for (const token of [routes.tokens.agent, routes.tokens.viewer])
      expect((await create({ token })).status).toBe(403)
  })
})
