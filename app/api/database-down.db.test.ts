import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handlersAt, PLACES } from '#app/api/routes.fixture.ts'
import { Problem } from '#lib/contracts/problem.ts'
import type { Handler } from '#lib/http/route.ts'
import { openServices } from '#lib/services/open-services.ts'
import { createLocalToken } from '#lib/services/people/create-local-token.ts'
import { startPostgres, stopPostgres } from '#scripts/embedded-postgres.mjs'
import { grantApplication, migrate } from '#scripts/setup/database.mjs'

const BASE = 'http://127.0.0.1:3999'
const SECRET = 's'.repeat(40)
/** Answers without the database: a description of the API, and what this server does not offer. */
const NEED_NONE = new Set(['v1/openapi.json', '2.0/mlflow/{+path}', '3.0/mlflow/{+path}', '{+path}'])

const home = mkdtempSync(join(tmpdir(), 'sandmle-down-'))
const unhandled: unknown[] = []
const note = (error: unknown) => unhandled.push(error)
let token = ''

const start = () => startPostgres({ home, throwaway: true })

beforeAll(async () => {
  process.on('unhandledRejection', note)
  const server = await start()
  migrate(server.ownerUrl)
  await grantApplication(server.ownerUrl)
  Object.assign(process.env, {
    DATABASE_URL: server.appUrl,
    SANDMLE_HOME: home,
    SANDMLE_URL: BASE,
    PORT: '3999',
    BETTER_AUTH_SECRET: SECRET,
    BETTER_AUTH_URL: BASE,
  })
  const services = openServices({ databaseUrl: server.appUrl, home })
  const ctx = { ...services, actor: { kind: 'system' } as const, requestId: 'set-up' }
  token = (await createLocalToken({ ctx })).token
  await services.close()
})
afterAll(async () => {
  const { services } = await import('#lib/http/services.ts')
  await services()
    .queue.close()
    .catch(() => undefined)
  await services().close()
  process.off('unhandledRejection', note)
  stopPostgres({ home })
  rmSync(home, { recursive: true, force: true })
})

const ID = '01900000-0000-7000-8000-000000000000'
/** A value for each part of the path; only what a parser would take reaches the database. */
const paramsOf = (place: string) =>
  Object.fromEntries(
    [...place.matchAll(/\{(\+)?(\w+)\}/g)].map(([, many, name = '']) => [
      name,
      many ? ['1', 'artifacts', 'a.txt'] : name === 'n' ? '1' : ID,
    ]),
  )

async function call(place: string, method: string, handler: Handler, headers: Record<string, string>) {
  const path = place.replace('{+all}', 'sign-in/email')
  const person = {
    token: 't'.repeat(43),
    name: 'Ada',
    email: 'a@example.org',
    password: 'correct horse battery',
  }
  const { email, password } = person
  const said = place.startsWith('auth') ? { email, password } : person
  const body = method === 'GET' ? null : JSON.stringify(said)
  const request = new Request(`${BASE}/api/${path}`, {
    method,
    body,
    headers: { host: '127.0.0.1:3999', origin: BASE, 'content-type': 'application/json', ...headers },
  })
  return handler(request, { params: Promise.resolve(paramsOf(place)) })
}

describe('while the database is down', () => {
  beforeAll(async () => {
    // Connections that stood before break too.
    const { services } = await import('#lib/http/services.ts')
    await services().db.$queryRaw`select 1`
    stopPostgres({ home })
  })

  test.each(PLACES.filter((place) => !NEED_NONE.has(place)))(
    '%s says so: 503, why, and when to ask again',
    async (place) => {
      const bearer = { authorization: `Bearer ${token}` }
      const signed = createHmac('sha256', SECRET).update('abc').digest('base64')
      const cookie = { cookie: `better-auth.session_token=${encodeURIComponent(`abc.${signed}`)}` }
      for (const [method, handler] of handlersAt(place)) {
        // Of the library only POST is offered; everything else is 404 without a look at the database.
        if (place.startsWith('auth') && method !== 'POST') continue
        const response = await call(place, method, handler, place.startsWith('auth') ? cookie : bearer)
        expect({ method, status: response.status }).toEqual({ method, status: 503 })
        expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
        if (place === 'health') continue
        const text = await response.text()
        expect(text).toContain('The database does not answer.')
        if (!place.includes('mlflow')) expect(Problem.parse(JSON.parse(text)).error.code).toBe('unavailable')
      }
    },
  )

  test('a session cookie meets the same answer as a token', async () => {
    const signed = createHmac('sha256', SECRET).update('abc').digest('base64')
    const cookie = `better-auth.session_token=${encodeURIComponent(`abc.${signed}`)}`
    const [method, handler] = handlersAt('v1/me')[0] ?? []
    if (method === undefined || handler === undefined) throw new Error('v1/me has no handler')
    expect((await call('v1/me', method, handler, { cookie })).status).toBe(503)
  })

  test('nobody is left with an unhandled rejection', () => expect(unhandled).toEqual([]))
})

test('once it is back the same process answers within ten seconds', async () => {
  await start()
  const handler = new Map(handlersAt('v1/me')).get('GET')
  if (handler === undefined) throw new Error('v1/me has no GET')
  const status = async () =>
    (await call('v1/me', 'GET', handler, { authorization: `Bearer ${token}` })).status
  await expect.poll(status, { timeout: 10_000, interval: 200 }).toBe(200)
})
