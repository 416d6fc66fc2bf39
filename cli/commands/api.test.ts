import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROUTES, routeOf } from '#cli/find-route.ts'
import { uuid } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'

const world = commandWorld()
const { answers, run } = world

describe('routeOf', () => {
  test('finds every declared address again', () => {
    for (const spec of ROUTES)
      expect(routeOf(spec.method, spec.path.replace(/\{\+?\w+\}/g, 'x')).path).toBe(spec.path)
  })

  test.each([
    ['GET', '/api/v1/runs/compare', '/api/v1/runs/compare'],
    ['GET', `/api/v1/runs/${uuid(1)}`, '/api/v1/runs/{id}'],
    ['GET', '/api/v1/environments/solar/versions/latest', '/api/v1/environments/{id}/versions/{n}'],
    ['GET', '/api/v1/seeds/leaf/files/agent/a.csv', '/api/v1/seeds/{id}/files/{+path}'],
  ])('%s %s is %s', (method, path, spec) => {
    expect(routeOf(method, path).path).toBe(spec)
  })

  test.each([
    ['POST', '/api/v1/overview', /takes GET, not POST/],
    ['GET', '/api/v1/nothing', /no such address/],
    ['GET', '//api/v1/runs', /no such address/],
    ['GET', 'https://elsewhere.example/api/v1/runs', /no such address/],
    ['GET', '/api/2.0/mlflow/runs/get', /no such address/],
  ])('%s %s is refused', (method, path, reason) => {
    expect(() => routeOf(method, path)).toThrow(reason)
  })
})

test('api routes lists each address of the description', async () => {
  const rows = JSON.parse((await run('api', 'routes', '--json')).out)
  expect(rows).toHaveLength(ROUTES.length)
  expect((await run('api', 'routes')).out).toMatch(/POST +\/api\/v1\/reviews +Approve/)
})

test('api call sends the body of a file and prints the answer', async () => {
  answers['POST reviews'] = () => ({ status: 201, json: { reviewId: 'r' } })
  await writeFile(join(world.cwd, 'verdict.json'), '{"verdict":"approve"}')
  const called = await run('api', 'call', 'post', '/api/v1/reviews', '--body', 'verdict.json', '--json')
  expect(called).toMatchObject({ code: 0, out: '{"reviewId":"r"}\n' })
  expect(world.sentJson()).toEqual({ verdict: 'approve' })
})

test('a file goes where --out says, never over another, and an error of the server is told as ever', async () => {
  answers[`GET packs/${uuid(2)}/download`] = () => ({ bytes: Buffer.from([1, 2, 0xff]) })
  const address = `/api/v1/packs/${uuid(2)}/download`
  expect((await run('api', 'call', 'GET', address)).err).toContain('--out')
  expect(world.received).toEqual([])
  expect((await run('api', 'call', 'GET', address, '--out', 'p.zip')).code).toBe(0)
  expect([...(await readFile(join(world.cwd, 'p.zip')))]).toEqual([1, 2, 0xff])
  expect((await run('api', 'call', 'GET', address, '--out', 'p.zip')).code).toBe(2)
  const error = { code: 'not-found', message: 'No such pack.', requestId: 'q' }
  answers[`GET packs/${uuid(2)}/download`] = () => ({ status: 404, json: { error } })
  const { code, err } = await run('api', 'call', 'GET', address, '--out', 'q.zip')
  expect([code, existsSync(join(world.cwd, 'q.zip'))]).toEqual([1, false])
  for (const part of ['No such pack.', 'Where: GET /api/v1/packs', 'Next:']) expect(err).toContain(part)
})

test.each([
  [['GET', '/api/v1/runs?stauts=running'], '"stauts" is not a filter of this address: after, limit, status'],
  [['GET', `/api/v1/runs/${uuid(1)}/events`], 'runs watch'],
  [['POST', '/api/v1/reviews'], 'takes a JSON body'],
  [['POST', '/api/v1/reviews', '--body', 'broken.json'], 'is not JSON'],
  [['GET', '/api/v1/runs', '--body', 'broken.json'], 'GET takes no body'],
])('%j is refused before anything is sent', async (argv, reason) => {
  await writeFile(join(world.cwd, 'broken.json'), '{')
  const { code, err } = await run('api', 'call', ...argv)
  expect([code, world.received]).toEqual([2, []])
  expect(err).toContain(reason)
})
