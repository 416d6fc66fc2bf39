import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listTrainingFiles } from '#lib/services/training/list-training-files.ts'
import { type MlflowRoutes, openMlflowRoutes } from './mlflow-routes.fixture.ts'

let routes: MlflowRoutes
let run: string
beforeAll(async () => {
  routes = await openMlflowRoutes()
  run = (await routes.post('runs/create', {})).body.run.info.run_id
})
afterAll(() => routes.close())

const FILE = 'mlflow-artifacts/artifacts/{+path}'
const at = (path: string) => ({ params: { path: [run, 'artifacts', ...path.split('/')] } })
const put = (path: string, text: string, method: 'PUT' | 'POST' = 'PUT') =>
  routes.call(FILE, { method, raw: text, ...at(path) })
const list = async (path = '') => (await routes.get('artifacts/list', { run_id: run, path })).body

test('files are stored, listed by folder, read and removed', async () => {
  expect(await put('config.yaml', 'lr: 1')).toEqual({ status: 200, body: {} })
  await put('model/weights.bin', 'w'.repeat(1000))
  await put('model/sub/note a%41.txt', 'old')
  await put('model/sub/note a%41.txt', 'note', 'POST')
  expect(await list()).toEqual({
    root_uri: `mlflow-artifacts:/${run}/artifacts`,
    files: [
      { path: 'config.yaml', is_dir: false, file_size: 5 },
      { path: 'model', is_dir: true },
    ],
  })
  expect((await list('model')).files).toEqual([
    { path: 'model/sub', is_dir: true },
    { path: 'model/weights.bin', is_dir: false, file_size: 1000 },
  ])
  const relative = await routes.call('mlflow-artifacts/artifacts', {
    query: { path: `${run}/artifacts/model/sub` },
  })
  expect(relative.body).toEqual({ files: [{ path: 'note a%41.txt', is_dir: false, file_size: 4 }] })
  expect((await list('config.yaml')).files).toEqual([])
  const got = await routes.raw(FILE, at('model/sub/note a%41.txt'))
  expect(await got.text()).toBe('note')
  expect(got.headers.get('content-type')).toBe('application/octet-stream')
  expect(got.headers.get('content-security-policy')).toContain('sandbox')
  const ctx = routes.world.as(await routes.world.user('viewer'))
  expect(await listTrainingFiles({ ctx, input: { id: run } })).toMatchObject({
    total: 3,
    files: [
      { path: 'config.yaml', bytes: 5 },
      { path: 'model/sub/note a%41.txt', bytes: 4 },
      { bytes: 1000 },
    ],
  })
  expect((await routes.call(FILE, { method: 'DELETE', ...at('model') })).status).toBe(200)
  expect((await list()).files.map((file) => file.path)).toEqual(['config.yaml'])
  expect(await routes.call(FILE, at('model/weights.bin'))).toMatchObject({
    status: 404,
    body: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
  })
})

describe('refused', () => {
  test.each([
    '../x',
    'a/../../x',
    'a//b',
    './a',
    'a\\b',
    'a\u0000b',
    'a\nb',
    'x'.repeat(501),
    `${'a/'.repeat(20)}b`,
  ])('the path %j', async (path) => {
    expect(await put(path, 'x')).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE' },
    })
  })

  test('a file where a folder is, a run that is not there, another root, an agent, a viewer', async () => {
    await put('f/g', 'x')
    expect((await put('f', 'x')).status).toBe(400)
    expect((await put('f/g/h', 'x')).status).toBe(400)
    const elsewhere = (path: string[], token = routes.tokens.trainer) =>
      routes.call(FILE, { method: 'PUT', raw: 'x', params: { path }, token })
    expect((await elsewhere(['0'.repeat(32), 'artifacts', 'a'])).status).toBe(404)
    expect((await elsewhere([run, 'elsewhere', 'a'])).status).toBe(400)
    expect((await elsewhere([run, 'artifacts'])).status).toBe(400)
    expect((await elsewhere([run, 'artifacts', 'a'], routes.tokens.agent)).status).toBe(403)
    expect((await elsewhere([run, 'artifacts', 'a'], routes.tokens.viewer)).status).toBe(403)
  })
})

describe('quotas of a token', () => {
  const use = (used: object) => {
    const day = new Date(new Date().toISOString().slice(0, 10))
    const { tokenId } = routes.tokens
    return routes.world.database.db.ingestUsage.upsert({
      where: { tokenId_day: { tokenId, day } },
      create: { tokenId, day, ...used },
      update: used,
    })
  }
  const log = (step: number) =>
    routes.post('runs/log-batch', { run_id: run, metrics: [{ key: 'q', value: 1, timestamp: 1, step }] })

  test('count points, bytes and requests', async () => {
    await use({ points: 0, bytes: 0, requests: 0 })
    await log(1)
    await put('quota.txt', '12345')
    const [row] = await routes.world.database.db.ingestUsage.findMany()
    expect(row).toMatchObject({ points: 1n, bytes: 29n, requests: 2 })
  })

  test.each([
    ['points', { points: 100_000_000n }],
    ['requests', { requests: 2_000_000 }],
    ['bytes', { bytes: 50n * 2n ** 30n }],
  ])('%s used up is 400, which no client sends again, and says when it resets', async (quota, used) => {
    await use({ points: 0, bytes: 0, requests: 0, ...used })
    const refused = await log(7)
    expect(refused).toMatchObject({ status: 400, body: { error_code: 'RESOURCE_LIMIT_EXCEEDED' } })
    expect(refused.body.message).toMatch(
      new RegExp(`quota of [\\d,]+ ${quota} a day; it resets at \\d{4}-.*T00:00:00`),
    )
    const history = await routes.get('metrics/get-history', { run_id: run, metric_key: 'q' })
    expect(history.body.metrics.map((one) => one.step)).not.toContain(7)
    if (quota !== 'points') expect((await put('more.txt', 'x')).status).toBe(400)
    await use({ points: 0, bytes: 0, requests: 0 })
    expect((await log(8)).status).toBe(200)
  })
})
