import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handlerAt, type Method } from '#app/api/routes.fixture.ts'
import { PERSON_HEADER } from '#lib/contracts/person-header.ts'
import { RolloutDetail, RolloutList } from '#lib/contracts/rollouts.ts'
import { SftExample } from '#lib/contracts/training-signals.ts'
import { MAX_TURNS } from '#lib/domain/player.ts'
import { MAX_REPAIRS } from '#lib/domain/rejection.ts'
import { createLocalToken } from '#lib/services/people/create-local-token.ts'
import { createToken } from '#lib/services/people/create-token.ts'
import { issueOwnerToken } from '#lib/services/people/issue-owner-token.ts'
import { rolloutGroup, trainingRunFixture } from '#lib/services/rollouts/training-run.fixture.ts'
import { ALL_GOOD, openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'
import { createTrainingRun } from '#lib/services/training/create-training-run.ts'
import { logMetrics } from '#lib/services/training/log-metrics.ts'

const URL_BASE = 'http://127.0.0.1:3999'

let world: TestServices
let home: string
let owner: string
beforeAll(async () => {
  world = await openTestServices()
  home = await mkdtemp(join(tmpdir(), 'sandmle-api-'))
  Object.assign(process.env, {
    DATABASE_URL: world.database.appUrl,
    SANDMLE_HOME: home,
    SANDMLE_URL: URL_BASE,
    PORT: '3999',
    BETTER_AUTH_SECRET: 's'.repeat(40),
    BETTER_AUTH_URL: URL_BASE,
  })
  owner = (await createLocalToken({ ctx: world.as(SYSTEM) })).token
})
afterAll(async () => {
  const { services } = await import('#lib/http/services.ts')
  await services().queue.close()
  await services().close()
  await world.close()
  await rm(home, { recursive: true })
})

type Call = {
  method?: Method
  params?: Record<string, string | string[]>
  query?: string
  body?: unknown
  raw?: string | Uint8Array<ArrayBuffer>
  token?: string | null
  headers?: Record<string, string>
  /** Of the request; by default the route's own. */
  path?: string
}

/** Calls an endpoint as the server would. */
async function call(file: string, options: Call = {}): Promise<Response> {
  const {
    method = 'GET',
    params = {},
    query = '',
    body,
    raw,
    token = owner,
    headers = {},
    path = file,
  } = options
  const sent = raw ?? (body === undefined ? null : JSON.stringify(body))
  const auth: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
  const request = new Request(`${URL_BASE}/api/${path}${query}`, {
    method,
    body: sent,
    headers: { host: '127.0.0.1:3999', ...auth, ...headers },
  })
  return handlerAt(file, method)(request, { params: Promise.resolve(params) })
}

describe('who gets in', () => {
  test.each([
    ['no token', null, 401, 'unauthenticated'],
    ['a wrong token', 'sml_wrong', 401, 'unauthenticated'],
  ])('%s is %s', async (_name, token, status, code) => {
    const response = await call('v1/runs', { token })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error: { code, requestId: expect.any(String) } })
  })

  test('a foreign host and a foreign origin are refused', async () => {
    expect((await call('v1/runs', { headers: { host: 'evil.example' } })).status).toBe(403)
    for (const host of ['localhost:8099', '127.0.0.1:8099', 'studio.example']) {
      const refused = await call('v1/runs', { headers: { host } })
      expect(refused.status).toBe(403)
      expect(await refused.json()).toMatchObject({
        error: { message: expect.stringMatching(/not trusted.*SANDMLE_URL/) },
      })
    }
    const cross = {
      token: null,
      method: 'POST' as const,
      body: {},
      headers: { origin: 'https://evil.example', cookie: 'better-auth.session_token=x' },
    }
    expect((await call('v1/runs', cross)).status).toBe(403)
    expect(
      (await call('v1/runs', { ...cross, headers: { cookie: 'better-auth.session_token=x' } })).status,
    ).toBe(403)
  })

  test('the owner link makes an account and signs it in; password sign-in works; public sign-up does not', async () => {
    const link = await issueOwnerToken({ ctx: world.as(SYSTEM) })
    const person = { name: 'Olga', email: 'olga@example.org', password: 'correct horse battery' }
    const headers = { origin: URL_BASE, 'content-type': 'application/json' }
    const redeemed = await call('v1/redeem/owner', {
      method: 'POST',
      token: null,
      headers,
      body: { token: link?.token, ...person },
    })
    expect(redeemed.status).toBe(200)
    const cookie = redeemed.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    expect(redeemed.headers.getSetCookie().join()).toMatch(/HttpOnly/i)
    const me = await call('v1/me', { token: null, headers: { cookie } })
    expect(await me.json()).toMatchObject({ kind: 'user', name: 'Olga', role: 'owner' })

    const post = (path: string, body: object) =>
      call('auth/{+all}', { path: `auth/${path}`, method: 'POST', token: null, headers, body })
    const { email, password } = person
    expect((await post('sign-in/email', { email, password })).status).toBe(200)
    expect((await post('sign-in/email', { email, password: 'wrong wrong wrong' })).status).toBe(401)
    expect(
      (await post('sign-in/email', { email: 'nobody@example.org', password: 'x'.repeat(12) })).status,
    ).toBe(401)
    expect((await post('sign-out', {})).status).toBe(200)
    expect(
      (
        await call('auth/{+all}', {
          path: 'auth/sign-out',
          method: 'POST',
          token: null,
          headers: { ...headers, cookie },
          body: {},
        })
      ).status,
    ).toBe(200)
    const { userId } = (await redeemed.clone().json()) as { userId: string }
    const lines = async () => {
      const where = { entityId: userId, verb: { startsWith: 'people.sign' } }
      const rows = await world.database.db.audit.findMany({ where })
      return rows.map(({ verb, actorKind, actorId }) => [verb, actorKind, actorId]).sort()
    }
    await expect.poll(lines).toEqual([
      ['people.sign-in', 'user', userId],
      ['people.sign-in-failed', 'system', 'system'],
      ['people.sign-out', 'user', userId],
    ])
    expect((await call('v1/me', { token: null, headers: { cookie } })).status).toBe(401)
    expect((await post('sign-up/email', { ...person, email: 'eve@example.org' })).status).toBe(404)
    expect(await world.database.db.user.count({ where: { email: 'eve@example.org' } })).toBe(0)
    expect(await world.database.db.rateLimit.count()).toBeGreaterThan(0)
  })
})

describe('what a page sends by itself', () => {
  test.each([
    ['v1/views', 'POST', { page: 'training', name: 'Mine', query: 'a=1' }],
    ['v1/tokens', 'POST', { name: 'Mine', scope: 'agent' }],
    ['v1/seeds', 'POST', 'not a zip'],
    ['v1/training/imports', 'POST', 'step,loss'],
    ['v1/results/imports', 'POST', '{}'],
  ] as const)('%s is refused from another person than the page was made for', async (file, method, body) => {
    const [robin, quinn] = [await world.user('owner', 'Robin'), await world.user('owner', 'Quinn')]
    const { token } = await createToken({ ctx: world.as(quinn), input: { name: 'q', scope: 'owner' } })
    const sent = {
      method,
      token,
      headers: { [PERSON_HEADER]: robin.userId, 'content-type': 'application/json' },
      ...(typeof body === 'string' ? { raw: body } : { body }),
    }
    const refused = await call(file, sent)
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({
      error: { message: expect.stringContaining('belongs to Robin, but this browser is signed in as Quinn') },
    })
    expect(await world.database.db.savedView.count({ where: { createdBy: quinn.userId } })).toBe(0)
    const own = await call(file, { ...sent, headers: { ...sent.headers, [PERSON_HEADER]: quinn.userId } })
    expect(own.status).not.toBe(409)
  })
})

describe('what the endpoints answer', () => {
  test('bad input names the field, bad JSON says so, a missing thing is 404', async () => {
    const invalid = await call('v1/runs', {
      method: 'POST',
      body: { candidates: 0, idempotencyKey: '12345678' },
    })
    expect(invalid.status).toBe(422)
    expect(await invalid.json()).toMatchObject({
      error: { code: 'invalid', fields: { candidates: expect.any(Array) } },
    })
    expect((await call('v1/runs', { method: 'POST', raw: '{' })).status).toBe(422)
    expect((await call('v1/seeds/{id}', { params: { id: 'none' } })).status).toBe(404)
  })

  test.each(['v1/nothing', 'nothing', 'v1/runs/x/y/z'])(
    '/api/%s is no address: a problem, no page',
    async (path) => {
      for (const token of [owner, null]) {
        const answer = await call('{+path}', { path, token, params: { path: path.split('/') } })
        expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
        expect(await answer.json()).toMatchObject({
          error: { code: 'not-found', message: `No address /api/${path}.` },
        })
      }
    },
  )

  test('a chart is asked for again at no cost until a point comes, and leaves as CSV that runs no formula', async () => {
    const ctx = world.as(SYSTEM)
    const input = { experiment: 'routes', name: '=cmd()', source: 'mlflow' as const }
    const { id } = await createTrainingRun({ ctx, input })
    const metrics = (step: number, value: number) => [{ key: 'reward', value, timestamp: 1000 + step, step }]
    await logMetrics({ ctx, input: { runId: id, metrics: metrics(1, 0.5) } })
    const query = `?runs=${id}&metric=reward`
    const first = await call('v1/training/curves', { query })
    expect(await first.json()).toMatchObject({ lines: [{ label: '=cmd()', pieces: [{ x: [1], y: [0.5] }] }] })
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
    const same = await call('v1/training/curves', { query, headers })
    expect([same.status, await same.text()]).toEqual([304, ''])
    expect(same.headers.get('cache-control')).toBe('private, no-cache')
    await logMetrics({ ctx, input: { runId: id, metrics: metrics(2, Number.NaN) } })
    expect((await call('v1/training/curves', { query, headers })).status).toBe(200)

    const csv = await call('v1/training/curves.csv', { query })
    expect(csv.headers.get('content-type')).toContain('text/csv')
    expect(await csv.text()).toBe(
      'runId,run,experiment,metric,step,timeMs,x,value,superseded\n' +
        `${id},'=cmd(),routes,reward,1,1001,1,0.5,false\n${id},'=cmd(),routes,reward,2,1002,2,NaN,false\n`,
    )
    expect((await call('v1/training/curves.csv', { query: '?runs=x&metric=m' })).status).toBe(422)
    const params = { id }
    expect(await (await call('v1/training/{id}', { params })).json()).toMatchObject({
      lastStep: 2,
      points: 2,
    })
    const edited = await call('v1/training/{id}', { method: 'PATCH', params, body: { tags: { a: 'b' } } })
    expect(await edited.json()).toMatchObject({ tags: { a: 'b' } })
    expect((await call('v1/training', { query: '?where=a%3Db' })).status).toBe(200)
  })

  test('a run is started, watched, cancelled', async () => {
    await world.seed('alpha')
    const started = await call('v1/runs', {
      method: 'POST',
      body: { candidates: 2, idempotencyKey: 'key-12345678' },
    })
    expect(started.status).toBe(201)
    const { id } = (await started.json()) as { id: string }
    expect(
      await (await call('v1/runs/{id}/cancel', { method: 'POST', params: { id } })).json(),
    ).toMatchObject({ status: 'cancelled' })
    const stream = await call('v1/runs/{id}/events', { params: { id } })
    expect(stream.headers.get('content-type')).toBe('text/event-stream')
    const text = await stream.text()
    expect([...text.matchAll(/^id: (\d+)$/gm)]).toHaveLength(3)
    expect(text).toContain('"terminal":true')
    const ids = [...text.matchAll(/^id: (\d+)$/gm)].map(([, cursor]) => cursor ?? '')
    const rest = await (
      await call('v1/runs/{id}/events', { params: { id }, headers: { 'last-event-id': ids[1] ?? '' } })
    ).text()
    expect([...rest.matchAll(/^id: (\d+)$/gm)].map(([, cursor]) => cursor)).toEqual(ids.slice(2))
    expect(await (await call('v1/runs/{id}/log', { params: { id } })).json()).toMatchObject({
      cursor: ids.at(-1),
    })
  })

  test('an archive streams to a blob and is staged', async () => {
    const response = await call('v1/seeds', {
      method: 'POST',
      query: '?filename=a.zip',
      raw: new TextEncoder().encode('not really a zip'),
    })
    expect(response.status).toBe(202)
    const { id } = (await response.json()) as { id: string }
    expect(await (await call('v1/seeds/uploads/{id}', { params: { id } })).json()).toMatchObject({
      status: 'queued',
      filename: 'a.zip',
    })
    expect((await call('v1/seeds', { method: 'POST', query: '?filename=a.zip' })).status).toBe(422)
  })

  test('files carry their hash, are never run by a browser, and follow the view of the caller', async () => {
    const { slug } = await world.version()
    const { services } = await import('#lib/http/services.ts')
    for (const [path, content] of (await import('#lib/packs/task.fixture.ts')).taskFixture(slug).files) {
      expect(path).not.toBe('')
      await services().blobs.put(content)
    }
    const file = 'v1/environments/{id}/versions/{n}/files/{+path}'
    const params = { id: slug, n: '1', path: ['agent', 'train.csv'] }
    const response = await call(file, { params })
    expect(await response.text()).toContain('id,hours')
    expect(response.headers.get('content-type')).toContain('text/plain')
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
    const etag = response.headers.get('etag') ?? ''
    expect((await call(file, { params, headers: { 'if-none-match': etag } })).status).toBe(304)
    const agent = (await (
      await call('v1/tokens', { method: 'POST', body: { name: 'a', scope: 'agent' } })
    ).json()) as { token: string }
    expect((await call(file, { params: { ...params, path: ['judge', 'answer.csv'] } })).status).toBe(200)
    expect(
      (await call(file, { params: { ...params, path: ['judge', 'answer.csv'] }, token: agent.token })).status,
    ).toBe(403)
    const table = await call('v1/environments/{id}/versions/{n}/table', {
      params: { id: slug, n: 'latest' },
      query: '?file=agent/train.csv&pageSize=1',
      token: agent.token,
    })
    expect(await table.json()).toMatchObject({ rowCount: 3, rows: [{ line: 2 }] })
    expect((await call('v1/runs', { token: agent.token })).status).toBe(403)
  })

  test('a pack downloads with its hash as the tag', async () => {
    const { services } = await import('#lib/http/services.ts')
    const blob = await services().blobs.put(new TextEncoder().encode('zip'))
    const row = await world.database.db.pack.create({
      data: {
        slug: 'p',
        version: 1,
        title: 'Pack',
        layout: 'sandmle-task',
        status: 'ready',
        blob: blob.sha256,
        bytes: 3n,
        createdBy: 'x',
      },
    })
    const response = await call('v1/packs/{id}/download', { params: { id: row.id } })
    expect(response.headers.get('etag')).toBe(`"${blob.sha256}"`)
    expect(response.headers.get('content-disposition')).toContain(blob.sha256.slice(0, 12))
    expect(await response.text()).toBe('zip')
  })

  test('a version goes through review over the wire', async () => {
    const version = await world.version({ status: 'verified' })
    const submitted = await call('v1/environments/{id}/versions/{n}/submit', {
      method: 'POST',
      params: { id: version.slug, n: '1' },
    })
    expect(await submitted.json()).toMatchObject({ status: 'in-review' })
    const body = { contentHash: version.contentHash, verdict: 'approve', criteria: ALL_GOOD }
    const reviewed = await call('v1/reviews/{versionId}', {
      method: 'POST',
      params: { versionId: version.id },
      body,
    })
    expect(reviewed.status).toBe(201)
    expect(await reviewed.json()).toMatchObject({ status: 'approved' })
    expect(
      (await call('v1/reviews/{versionId}', { method: 'POST', params: { versionId: version.id }, body }))
        .status,
    ).toBe(412)
  })

  test('a certificate is asked for with 202, and its state stands under the same path', async () => {
    const file = 'v1/environments/{id}/versions/{n}/verify'
    const version = await world.version({ status: 'approved' })
    const params = { id: version.slug, n: '1' }
    expect((await call(file, { params })).status).toBe(404)
    const asked = await call(file, { method: 'POST', params, body: { certificate: 'quick' } })
    expect(asked.status).toBe(202)
    const { id } = (await asked.json()) as { id: string }
    const again = await call(file, { method: 'POST', params, body: { certificate: 'quick' } })
    expect(await again.json()).toMatchObject({ id })
    expect((await call(file, { method: 'POST', params, body: { certificate: 'half' } })).status).toBe(422)
    expect(await (await call(file, { params })).json()).toMatchObject({ id, status: 'queued', verdict: null })
  })

  test('health and the description are open', async () => {
    const health = await call('health', { token: null })
    expect(health.status).toBe(200)
    expect(await health.json()).toMatchObject({ database: { status: 'ok' } })
    expect(await (await call('v1/openapi.json', { token: null })).json()).toMatchObject({ openapi: '3.1.0' })
  })

  test.each([
    'v1/overview',
    'v1/seeds',
    'v1/runs',
    'v1/environments',
    'v1/reviews',
    'v1/packs',
    'v1/people',
    'v1/audit',
    'v1/me',
  ])('%s answers as it is described', async (file) => {
    // The fixture holds every answer against its schema.
    expect((await call(file)).status).toBe(200)
  })
})

describe('connections and models', () => {
  const KEY = 'sk-live-0123456789abcdef'
  const json = async (response: Response) => (await response.json()) as Record<string, unknown>

  test('a connection is added, changed, checked, used, disabled; its key never comes back', async () => {
    const body = {
      name: 'lab',
      kind: 'openai-compatible',
      baseUrl: 'https://models.example.org/v1',
      apiKey: KEY,
      prices: { m: { inputMicroUsd: 1_000_000, outputMicroUsd: 2_000_000 } },
    }
    const made = await call('v1/connections', { method: 'POST', body })
    expect(made.status).toBe(201)
    const id = String((await json(made)).id)
    const params = { id }
    const one = 'v1/connections/{id}'
    const changed = await call(one, { method: 'PATCH', params, body: { capMicroUsd: 5_000_000 } })
    expect(await json(changed)).toMatchObject({ capMicroUsd: 5_000_000, keyHint: 'cdef' })
    const asked = await call(`${one}/check`, { method: 'POST', params })
    expect([asked.status, (await json(asked)).status]).toEqual([202, 'checking'])
    const players = JSON.stringify({ 'ml-developer': { kind: 'model', connectionId: id, model: 'm' } })
    const query = `?${new URLSearchParams({ candidates: '3', players })}`
    expect(await json(await call('v1/runs/forecast', { query }))).toMatchObject({
      estimate: { kind: 'no-history' },
      mostPerCandidate: { answers: MAX_TURNS * (MAX_REPAIRS + 1) },
    })
    const listed = await call('v1/connections')
    expect(await listed.clone().text()).not.toContain(KEY)
    expect(await json(listed)).toMatchObject({ can: { manage: { allowed: true } } })
    expect(await json(await call(one, { method: 'DELETE', params }))).toMatchObject({ status: 'disabled' })
  })

  test('a wrong field is named, an unknown exchange is not found, a path wins over the body', async () => {
    const wrong = { name: 'x', kind: 'anthropic', baseUrl: 'ftp://a.test' }
    const refused = await call('v1/connections', { method: 'POST', body: wrong })
    expect([refused.status, JSON.stringify(await json(refused))]).toEqual([
      422,
      expect.stringContaining('baseUrl'),
    ])
    const params = { id: '00000000-0000-4000-8000-000000000000' }
    expect((await call('v1/exchanges/{id}', { params })).status).toBe(404)
    const path = 'v1/runs/{id}/candidates/{candidateId}/exchanges'
    expect((await call(path, { params: { ...params, candidateId: params.id } })).status).toBe(404)
    const patched = { method: 'PATCH', params, body: { id: 'another', name: 'y' } } as const
    expect((await call('v1/connections/{id}', patched)).status).toBe(404)
  })
})

describe('rollouts', () => {
  test('go in, come back with their trail and leave as examples; evidence is for those who may see it', async () => {
    const version = await world.version({ status: 'approved' })
    const id = await trainingRunFixture(world, { versions: [version] })
    const params = { id }
    const evidence = { program: 'print(1)', trajectory: [{ role: 'user', content: 'Höhe?' }] }
    const rollouts = rolloutGroup(version.slug, 3, ['gold', 'below'], evidence)
    const file = 'v1/training/{id}/rollouts'
    const sent = await call(file, { method: 'POST', params, body: { rollouts } })
    expect([sent.status, await sent.json()]).toEqual([
      201,
      { stored: 2, repeated: 0, refused: [], unknownEnvironments: 0 },
    ])
    const list = RolloutList.parse(await (await call(file, { params, query: '?tier=gold' })).json())
    const rolloutId = list.rollouts[0]?.id ?? ''
    const one = await call('v1/training/rollouts/{rolloutId}', { params: { rolloutId } })
    expect(RolloutDetail.parse(await one.json()).trail?.contentHash).toBe(version.contentHash)
    const { token } = (await (
      await call('v1/tokens', { method: 'POST', body: { name: 't', scope: 'trainer' } })
    ).json()) as { token: string }
    const read = { params: { rolloutId } }
    expect((await call('v1/training/rollouts/{rolloutId}/evidence', read)).status).toBe(200)
    expect((await call('v1/training/rollouts/{rolloutId}/evidence', { ...read, token })).status).toBe(403)
    const sft = await call('v1/training/{id}/sft', { params, query: '?minReward=0.8' })
    expect(sft.headers.get('content-disposition')).toContain(`sft-${id}.jsonl`)
    expect(SftExample.parse(JSON.parse(await sft.text()))).toMatchObject({ reward: 1, tier: 'gold' })
    expect((await call('v1/training/{id}/sft', { params, token })).status).toBe(403)
  })

  test.each([
    ['rewards', ''],
    ['environments', ''],
    ['steps', '?fromStep=0&toStep=9'],
  ])('what they say of %s is as it is described', async (name, query) => {
    const id = await trainingRunFixture(world)
    const rollouts = rolloutGroup('solar', 3, ['gold', null])
    await call('v1/training/{id}/rollouts', { method: 'POST', params: { id }, body: { rollouts } })
    expect((await call(`v1/training/{id}/${name}`, { params: { id }, query })).status).toBe(200)
  })

  test('an approved version is retired over the wire', async () => {
    const { slug } = await world.version({ status: 'approved' })
    const file = 'v1/environments/{id}/versions/{n}/retire'
    const asked = { method: 'POST' as const, params: { id: slug, n: '1' }, body: { reason: 'Dead.' } }
    expect(await (await call(file, asked)).json()).toMatchObject({ status: 'retired' })
    expect((await call(file, asked)).status).toBe(412)
  })
})
