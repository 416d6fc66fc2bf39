import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { z } from 'zod'
import { handlerAt, type Params } from '#app/api/routes.fixture.ts'
import { ENDPOINTS } from '#lib/contracts/api.ts'
import { type Endpoint, namesIn } from '#lib/contracts/endpoint.ts'
import { createLocalToken } from '#lib/services/people/create-local-token.ts'
import { openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'

const URL_BASE = 'http://127.0.0.1:3996'
const ID = '00000000-0000-7000-8000-000000000000'

let world: TestServices
let home: string
let token: string
beforeAll(async () => {
  world = await openTestServices()
  home = await mkdtemp(join(tmpdir(), 'sandmle-faults-'))
  Object.assign(process.env, {
    DATABASE_URL: world.database.appUrl,
    SANDMLE_HOME: home,
    SANDMLE_URL: URL_BASE,
    PORT: '3996',
    BETTER_AUTH_SECRET: 's'.repeat(40),
    BETTER_AUTH_URL: URL_BASE,
  })
  token = (await createLocalToken({ ctx: world.as(SYSTEM) })).token
})
afterEach(() => vi.restoreAllMocks())
afterAll(async () => {
  const { services } = await import('#lib/http/services.ts')
  await services().queue.close()
  await services().close()
  await world.close()
  await rm(home, { recursive: true })
})

type Sent = { params?: Params; query?: Record<string, string>; body?: unknown }
type Answer = {
  error: { code: string; message: string; fields?: Record<string, string[]>; requestId: string }
}

/** Calls a route as the server would, with the owner's token. */
async function send(spec: Pick<Endpoint, 'method' | 'path'>, { params = {}, query = {}, body }: Sent) {
  const handler = handlerAt(spec.path.slice('/api/'.length), spec.method)
  const request = new Request(`${URL_BASE}${spec.path}?${new URLSearchParams(query)}`, {
    method: spec.method,
    body: body === undefined ? null : JSON.stringify(body),
    headers: { host: '127.0.0.1:3996', authorization: `Bearer ${token}`, origin: URL_BASE },
  })
  return handler(request, { params: Promise.resolve(params) })
}

/** Changes a row that the product itself may not change, as a fault of the disk or of a migration would. */
async function corrupt(statement: string): Promise<void> {
  const url = new URL(inject('testDatabase').adminUrl)
  url.pathname = new URL(world.database.appUrl).pathname
  const client = new pg.Client({ connectionString: String(url) })
  await client.connect()
  try {
    await client.query('set session_replication_role = replica')
    await client.query(statement)
  } finally {
    await client.end()
  }
}

describe('a row that cannot be read is our fault', () => {
  const wrote = () => vi.spyOn(process.stderr, 'write').mockReturnValue(true)

  async function expectOurs(path: Endpoint['path'], params: Params, what: string) {
    const lines = wrote()
    const response = await send({ method: 'GET', path }, { params })
    expect([path, response.status]).toEqual([path, 500])
    const { error } = (await response.json()) as Answer
    expect(error).toEqual({
      code: 'internal',
      message: `Something broke on our side. Quote ${error.requestId}.`,
      requestId: error.requestId,
    })
    const line = lines.mock.calls.map(([text]) => String(text)).find((text) => text.includes(error.requestId))
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'error', message: 'request failed', what })
  }

  test('of seeds', async () => {
    const id = await world.seed('a-broken-seed')
    await corrupt(`update seed set files = '{"broken": true}' where id = '${id}'`)
    await expectOurs('/api/v1/seeds', {}, `files of seed ${id}`)
    await expectOurs('/api/v1/seeds/{id}', { id }, `files of seed ${id}`)
    await expectOurs('/api/v1/seeds/{id}/statement', { id }, `files of seed ${id}`)
    await expectOurs('/api/v1/seeds/{id}/files/{+path}', { id, path: ['a.csv'] }, `files of seed ${id}`)
    await corrupt(`update seed set files = '[]', dna = '[]' where id = '${id}'`)
    await expectOurs('/api/v1/seeds/{id}', { id }, `dna of seed ${id}`)
  })

  test('of runs', async () => {
    const { id } = await world.database.db.run.create({
      data: { name: 'r', request: {}, idempotencyKey: 'whose-fault', createdBy: 'system' },
    })
    for (const path of ['/api/v1/runs', '/api/v1/runs/{id}'] as const)
      await expectOurs(path, { id }, `request of run ${id}`)
  })

  test('of versions', async () => {
    const { id, slug } = await world.version()
    const at = { id: slug, n: '1' }
    const version = '/api/v1/environments/{id}/versions/{n}'
    await corrupt(`update version set manifest = '{}' where id = '${id}'`)
    await expectOurs(version, at, `manifest of version ${id}`)
    const file = { ...at, path: ['agent', 'train.csv'] }
    await expectOurs(`${version}/files/{+path}`, file, `manifest of version ${id}`)
    await corrupt(`update version set task = '{}' where id = '${id}'`)
    await expectOurs(version, at, `thresholds in the task of version ${id}`)
  })

  test('of what is imported', async () => {
    const { db } = world.database
    const made = await db.importUpload.create({
      data: { target: 'training', blob: 'a'.repeat(64), filename: 'f', options: [], uploadedBy: 'system' },
    })
    await expectOurs('/api/v1/training/imports/{id}', { id: made.id }, `options of import ${made.id}`)
  })

  test('a row that is not there is still not found', async () => {
    for (const path of ['/api/v1/seeds/{id}', '/api/v1/runs/{id}', '/api/v1/environments/{id}'] as const)
      expect([path, (await send({ method: 'GET', path }, { params: { id: ID } })).status]).toEqual([
        path,
        404,
      ])
  })
})

describe('what a caller sends wrong is theirs, and is named by its path', () => {
  /** The parameters that a path names; an environment that is there, as what is counted comes before what is sent. */
  const paramsOf = ({ path }: Endpoint, slug: string): Params => {
    const known: Params = { n: '1', role: 'data-strategist', repair: '0', path: ['a'], file: ['a'] }
    const id = path.includes('/environments/') ? slug : path.includes('/experiments/') ? '1' : ID
    return Object.fromEntries(namesIn(path).map((name) => [name, name === 'id' ? id : (known[name] ?? ID)]))
  }
  // MLflow has errors of its own form, and files are not JSON.
  const own = ENDPOINTS.filter(({ path }) => path.startsWith('/api/v1/'))
  const bodies = own.filter(({ body }) => body instanceof z.ZodObject && Object.keys(body.shape).length > 0)

  test.each(bodies.map((spec) => [`${spec.method} ${spec.path}`, spec] as const))(
    '%s',
    async (_name, spec) => {
      const names = Object.keys((spec.body as z.ZodObject).shape)
      const body = Object.fromEntries(names.map((name) => [name, { not: [['a value of this field']] }]))
      const { slug } = await world.version()
      const response = await send(spec, { params: paramsOf(spec, slug), body })
      const { error } = (await response.json()) as Answer
      expect([response.status, error]).toMatchObject([422, { code: 'invalid' }])
      expect(names).toContain(Object.keys(error.fields ?? {})[0]?.split('.')[0])
    },
  )
})
