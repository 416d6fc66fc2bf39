import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { handlerAt, handlersAt, type Method, type Params, PLACES } from '#app/api/routes.fixture.ts'
import { METHODS } from '#lib/contracts/api.ts'
import { actorOfToken } from '#lib/services/people/actor-of-token.ts'
import { createLocalToken } from '#lib/services/people/create-local-token.ts'
import { createToken } from '#lib/services/people/create-token.ts'
import { issueOwnerToken } from '#lib/services/people/issue-owner-token.ts'
import { openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'

const hashed = vi.hoisted(() => ({ passwords: 0 }))
vi.mock('better-auth/crypto', async (original) => {
  const real = await original<typeof import('better-auth/crypto')>()
  const hashPassword = (password: string) => {
    hashed.passwords++
    return real.hashPassword(password)
  }
  return { ...real, hashPassword }
})

const ORIGIN = 'http://127.0.0.1:3997'

const OLGA = { name: 'Olga', email: 'olga@example.org', password: 'correct horse battery' }
const OLGA_IN = { email: OLGA.email, password: OLGA.password }
const DAY_MS = 86_400_000
const ID = '00000000-0000-7000-8000-000000000000'
const PARAMS: Params = {
  id: ID,
  n: '1',
  candidateId: ID,
  versionId: ID,
  tokenId: ID,
  viewId: 'abcdefgh',
  path: ['a'],
  file: ['a'],
}

let world: TestServices
let home: string
const tokens = { owner: '', trainer: '', agent: '', viewer: '' }
beforeAll(async () => {
  world = await openTestServices()
  home = await mkdtemp(join(tmpdir(), 'sandmle-doors-'))
  Object.assign(process.env, {
    DATABASE_URL: world.database.appUrl,
    SANDMLE_HOME: home,
    SANDMLE_URL: ORIGIN,
    PORT: '3997',
    BETTER_AUTH_SECRET: 's'.repeat(40),
    BETTER_AUTH_URL: ORIGIN,
  })
  tokens.owner = (await createLocalToken({ ctx: world.as(SYSTEM) })).token
  const made = async (role: 'researcher' | 'viewer', scope: 'trainer' | 'agent' | 'viewer') =>
    (await createToken({ ctx: world.as(await world.user(role)), input: { name: scope, scope } })).token
  tokens.trainer = await made('researcher', 'trainer')
  tokens.agent = await made('researcher', 'agent')
  tokens.viewer = await made('viewer', 'viewer')
})
afterEach(() => vi.useRealTimers())
afterAll(async () => {
  const { services } = await import('#lib/http/services.ts')
  await services().queue.close()
  await services().close()
  await world.close()
  await rm(home, { recursive: true })
})

type Sent = { headers?: Record<string, string>; body?: BodyInit | null; path?: string; params?: Params }

async function send(file: string, method: Method, { headers = {}, body = null, path, params = {} }: Sent) {
  const init = { method, body, headers: { host: '127.0.0.1:3997', ...headers }, duplex: 'half' }
  const request = new Request(`${ORIGIN}/api/${path ?? file}`, init)
  return handlerAt(file, method)(request, { params: Promise.resolve(params) })
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** A body that tells whether anybody asked for it. */
function watchedBody() {
  const seen = { pulls: 0 }
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        seen.pulls++
        controller.enqueue(new Uint8Array(1024).fill(0x20))
      },
    },
    { highWaterMark: 0 },
  )
  return { seen, stream }
}

const OPEN = /^(auth|health|v1\/redeem|v1\/openapi)/
const isUnknown = (place: string) => /(^|mlflow\/)\{\+path\}$/.test(place)
const WRITING = PLACES.filter((place) => !OPEN.test(place) && !isUnknown(place)).flatMap((place) =>
  handlersAt(place).flatMap(([method]): [string, Method][] => (method === 'GET' ? [] : [[place, method]])),
)

describe('a body', () => {
  test('every writing route is here', () => expect(WRITING.length).toBeGreaterThan(50))

  test.each(WRITING)(
    'of %s %s is not read for a stranger, a wrong token, nor without the right',
    async (file, method) => {
      const origin = { origin: ORIGIN }
      const callers = [
        {},
        origin,
        { ...origin, cookie: 'better-auth.session_token=x.y' },
        bearer('sml_wrong'),
      ]
      for (const headers of callers) {
        const { seen, stream } = watchedBody()
        const answer = await send(file, method, { headers, body: stream, params: PARAMS })
        expect([401, 403]).toContain(answer.status)
        expect(seen.pulls).toBe(0)
      }
      const agent = watchedBody()
      const answer = await send(file, method, {
        headers: bearer(tokens.agent),
        body: agent.stream,
        params: PARAMS,
      })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(agent.seen.pulls).toBe(0)
    },
  )

  test.each(WRITING.filter(([file]) => !/imports$|seeds$|mlflow-artifacts/.test(file)))(
    'of %s %s ends at its limit',
    async (file, method) => {
      const { seen, stream } = watchedBody()
      const answer = await send(file, method, { headers: bearer(tokens.owner), body: stream, params: PARAMS })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(seen.pulls * 1024).toBeLessThanOrEqual(16 * 2 ** 20 + 2048)
    },
  )

  test('is 413 by what it announces, and by values or depth before it is parsed', async () => {
    const post = (body: BodyInit, more = {}) =>
      send('v1/runs', 'POST', { headers: { ...bearer(tokens.owner), ...more }, body })
    const announced = watchedBody()
    expect((await post(announced.stream, { 'content-length': '50000000' })).status).toBe(413)
    expect(announced.seen.pulls).toBe(0)
    expect((await post(`{"seeds":[${'[],'.repeat(30_000)}1]}`)).status).toBe(413)
    expect((await post(`{"seeds":${'['.repeat(40)}${']'.repeat(40)}}`)).status).toBe(422)
  })

  test('of many wrong values is answered with a few lines', async () => {
    const body = JSON.stringify({ seeds: Array.from({ length: 15_000 }, () => 1), ['k'.repeat(100_000)]: 1 })
    const answer = await send('v1/runs', 'POST', { headers: bearer(tokens.owner), body })
    expect(answer.status).toBe(422)
    expect((await answer.text()).length).toBeLessThan(20_000)
  })

  test('of a thousand rollouts in sixteen megabytes is taken apart within half a second', async () => {
    const { readJson } = await import('#lib/http/read-body.ts')
    const program = 'x = 1\\n'.repeat(2_000)
    const text = JSON.stringify({
      rollouts: Array.from({ length: 1000 }, (_, at) => ({ id: String(at), program })),
    })
    const request = new Request(ORIGIN, { method: 'POST', body: text })
    const before = process.cpuUsage()
    await readJson(request, { bytes: 16 * 2 ** 20, values: 200_000 })
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_500)
  })
})

describe('of what is refused no byte stays', () => {
  const files = async () => {
    const names = await readdir(join(home, 'blobs'), { recursive: true, withFileTypes: true }).catch(() => [])
    return names.filter((entry) => entry.isFile()).length
  }

  test('a submission beyond the gradings, with a feedback contract or without', async () => {
    const { slug } = await world.version({
      status: 'approved',
      task: { feedback: { kind: 'none', gradings: 0 } },
    })
    const before = await files()
    for (let n = 0; n < 5; n++) {
      const answer = await send('v1/environments/{id}/versions/{n}/score', 'POST', {
        headers: bearer(tokens.agent),
        params: { id: slug, n: '1' },
        body: JSON.stringify({ submission: `id,x\n${n}\n` }),
      })
      expect([403, 429]).toContain(answer.status)
    }
    expect(await files()).toBe(before)
  })

  test('a file for a system that is not there, an empty one, one too many', async () => {
    const before = await files()
    const upload = (file: string, query: string, body: BodyInit) =>
      send(file, 'POST', { headers: bearer(tokens.owner), path: `${file}?${query}`, body })
    expect((await upload('v1/results/imports', `systemId=${ID}&filename=a.json`, '{}')).status).toBe(404)
    expect(
      (await upload('v1/training/imports', `experiment=e&packId=${ID}&filename=a.csv`, 'step')).status,
    ).toBe(404)
    const { db } = world.database
    const actor = await actorOfToken({ ctx: world.as(SYSTEM), token: tokens.owner })
    const row = {
      target: 'training' as const,
      filename: 'a',
      options: {},
      uploadedBy: actor?.kind === 'token' ? actor.userId : '',
    }
    await db.blob.create({ data: { sha256: 'a'.repeat(64), bytes: 1 } })
    await db.importUpload.createMany({
      data: Array.from({ length: 50 }, () => ({ ...row, blob: 'a'.repeat(64) })),
    })
    const watched = watchedBody()
    expect((await upload('v1/seeds', 'filename=a.zip', watched.stream)).status).toBe(429)
    expect(watched.seen.pulls).toBe(0)
    await db.importUpload.deleteMany({})
    expect(await files()).toBe(before)
    expect((await upload('v1/seeds', 'filename=a.zip', 'not a zip')).status).toBe(202)
    expect(await files()).toBe(before + 1)
  })
})

/** The owner, by the link; cookies of the session and of the browser. */
async function redeem(): Promise<string> {
  const link = await issueOwnerToken({ ctx: world.as(SYSTEM) })
  const answer = await send('v1/redeem/owner', 'POST', {
    headers: { origin: ORIGIN },
    body: JSON.stringify({ token: link?.token, ...OLGA }),
  })
  expect(answer.status).toBe(200)
  return cookiesOf(answer)
}
const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')

const auth = (path: string, sent: Sent = {}, method: Method = 'POST') =>
  send('auth/{+all}', method, { path: `auth/${path}`, ...sent })
const signIn = (input: object, headers: Record<string, string> = {}) =>
  auth('sign-in/email', {
    headers: { origin: ORIGIN, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(input),
  })
const me = async (headers: Record<string, string>) => (await send('v1/me', 'GET', { headers })).status

describe('people', () => {
  let cookie = ''
  beforeAll(async () => {
    cookie = await redeem()
  })

  test('wrong links cost no password', async () => {
    const before = hashed.passwords
    expect(before).toBeGreaterThan(0)
    for (let n = 0; n < 24; n++) {
      const answer = await send('v1/redeem/invite', 'POST', {
        headers: { origin: ORIGIN },
        body: JSON.stringify({ token: `smi_${n}`, ...OLGA, email: `e${n}@example.org` }),
      })
      expect(answer.status).toBe(403)
    }
    expect(hashed.passwords).toBe(before)
  })

  test('of the library only sign-in and sign-out can be reached', async () => {
    const { auth: library } = await import('#lib/http/auth.ts')
    const endpoints = Object.values(library().api).flatMap((endpoint) => {
      const { path } = endpoint as { path?: string }
      return path === undefined ? [] : [path]
    })
    expect(endpoints.length).toBeGreaterThan(20)
    const before = await world.database.db.user.findMany({ orderBy: { id: 'asc' } })
    for (const path of new Set([...endpoints, '/update-user/', '/sign-in/email/', '//update-user', '/ok']))
      for (const method of METHODS) {
        const reached = method === 'POST' && ['/sign-in/email', '/sign-out'].includes(path)
        const body = method === 'GET' ? null : JSON.stringify({ name: 'x'.repeat(200_000) })
        if (reached) continue
        const answer = await auth(
          path.replace(/^\//, ''),
          { headers: { cookie, origin: ORIGIN }, body },
          method,
        )
        expect(`${method} ${path} ${answer.status}`).toBe(`${method} ${path} 404`)
      }
    expect(await world.database.db.user.findMany({ orderBy: { id: 'asc' } })).toEqual(before)
  })

  test('an Authorization header, of whatever kind, takes all weight from a cookie', async () => {
    expect(await me({ cookie })).toBe(200)
    for (const authorization of ['Basic eDp5', 'Bearer', 'Bearer sml_wrong', 'x', ' '])
      expect(await me({ cookie, authorization })).toBe(401)
    const write = (headers: Record<string, string>) =>
      send('v1/views', 'POST', { headers, body: JSON.stringify({ page: 'training', name: 'v', query: '' }) })
    const foreign = { origin: 'https://evil.example' }
    expect((await write({ cookie, origin: ORIGIN })).status).toBe(201)
    for (const authorization of ['Basic eDp5', 'x'])
      expect((await write({ cookie, authorization, ...foreign })).status).toBe(403)
    expect((await write({ cookie, ...bearer('sml_wrong'), ...foreign })).status).toBe(401)
    expect((await write({ ...bearer(tokens.owner), ...foreign })).status).toBe(201)
  })

  test('health, description, live streams and sign-in answer no foreign host', async () => {
    const host = { host: 'evil.example' }
    const of = (file: string) => send(file, 'GET', { headers: { ...host, cookie }, params: PARAMS })
    for (const file of ['health', 'v1/openapi.json', 'v1/runs/{id}/events', 'v1/me'])
      expect((await of(file)).status).toBe(403)
    expect((await signIn(OLGA, host)).status).toBe(403)
    expect((await signIn(OLGA, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await signIn(OLGA, { origin: 'https://evil.example', authorization: 'Bearer x' })).status).toBe(
      403,
    )
  })

  test('a sign-in sets a session cookie and tells nothing else; a stranger’s body is tiny', async () => {
    const answer = await signIn(OLGA_IN)
    expect(await answer.json()).toEqual({})
    expect(answer.headers.getSetCookie().every((line) => /HttpOnly/i.test(line))).toBe(true)
    expect(await me({ cookie: cookiesOf(answer) })).toBe(200)
    expect((await signIn({ ...OLGA_IN, password: 'x'.repeat(5000) })).status).toBe(413)
    const left = await auth('sign-out', { headers: { origin: ORIGIN, cookie: cookiesOf(answer) } })
    expect(left.status).toBe(200)
    expect(await me({ cookie: cookiesOf(answer) })).toBe(401)
  })

  test('a stranger’s tries lock nobody out, and do not continue for ever', async () => {
    const { email } = OLGA_IN
    const { limitSignIn } = await import('#lib/services/people/limit-sign-in.ts')
    const tries = async (peer: string, number: number) => {
      const source = { kind: 'address', id: peer } as const
      for (let n = 0; n < number; n++)
        await limitSignIn({ ctx: world.as(SYSTEM), email, source }).catch(() => null)
    }
    const from = (peer: string) => ({ 'x-sandmle-peer': peer })
    const wrong = async (peer: string) =>
      (await signIn({ email, password: 'wrong wrong wrong' }, from(peer))).status
    expect(await wrong('10.0.0.66')).toBe(401)
    await tries('10.0.0.66', 10)
    expect(await wrong('10.0.0.66')).toBe(429)
    // Behind the stranger's own address too, the right password still gets in.
    expect((await signIn(OLGA_IN, from('10.0.0.66'))).status).toBe(200)
    await tries('10.0.0.66', 20)
    expect((await signIn(OLGA_IN, from('10.0.0.66'))).status).toBe(429)
    expect((await signIn(OLGA_IN, from('10.0.0.7'))).status).toBe(200)
    // A hundred addresses: the account is shut for browsers that it was never signed in on, and for them alone.
    for (let n = 0; n < 10; n++) await tries(`10.1.0.${n}`, 10)
    expect((await signIn(OLGA_IN, from('10.0.0.8'))).status).toBe(429)
    expect((await signIn(OLGA_IN, { ...from('10.0.0.66'), cookie })).status).toBe(200)
    const other = { email: 'other@example.org', password: OLGA.password }
    expect((await signIn(other, { ...from('10.0.0.66'), cookie })).status).toBe(401)
  })

  test('a client that names an address for itself is counted by its connection all the same', async () => {
    const { peerOf } = await import('#lib/http/door/peer.ts')
    for (const name of ['x-forwarded-for', 'x-real-ip', 'cf-connecting-ip', 'forwarded'])
      expect(peerOf(new Headers({ [name]: '10.9.9.9' }))).toBe('unknown')
  })

  test('keys of windows that are over do not pile up', async () => {
    const { db } = world.database
    const old = BigInt(Date.now() - DAY_MS)
    await db.rateLimit.createMany({
      data: Array.from({ length: 30 }, (_, n) => ({ id: `o${n}`, key: `o${n}`, count: 1, lastRequest: old })),
    })
    const { limitSignIn } = await import('#lib/services/people/limit-sign-in.ts')
    const call = (email: string) =>
      limitSignIn({ ctx: world.as(SYSTEM), email, source: { kind: 'browser', id: 'b' } })
    await call('a@example.org')
    await call('b@example.org')
    expect(await db.rateLimit.count({ where: { key: { startsWith: 'o' } } })).toBe(0)
  })

  test.each([8, -20])(
    'a web clock that is %i days off ends no session and makes none that is over',
    async (days) => {
      const sessions = await world.database.db.session.count()
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * DAY_MS })
      expect(await me({ cookie })).toBe(200)
      const made = await signIn(OLGA_IN, { cookie })
      expect(made.status).toBe(200)
      expect(await me({ cookie: cookiesOf(made) })).toBe(200)
      vi.useRealTimers()
      expect(await me({ cookie: cookiesOf(made) })).toBe(200)
      expect(await world.database.db.session.count()).toBe(sessions + 1)
      const [last] = await world.database.db.session.findMany({ orderBy: { createdAt: 'desc' }, take: 1 })
      expect(Math.round((Number(last?.expiresAt) - Date.now()) / DAY_MS)).toBe(7)
    },
  )

  test('a session that is over by the database’s clock opens nothing, whatever the web’s says', async () => {
    const made = await signIn(OLGA_IN, { cookie })
    const opened = cookiesOf(made)
    expect(await me({ cookie: opened })).toBe(200)
    await world.database.db
      .$executeRaw`update session set "expiresAt" = now() at time zone 'utc' - interval '1 second'`
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 20 * DAY_MS })
    expect(await me({ cookie: opened })).toBe(401)
  })
})
