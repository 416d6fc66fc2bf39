import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handlerAt, type Params } from '#app/api/routes.fixture.ts'
import { addressOf, type Endpoint, namesIn, rightsOf } from '#lib/contracts/endpoint.ts'
import { type Actor, can } from '#lib/domain/capabilities.ts'
import { isAppError } from '#lib/domain/errors.ts'
import { TOKEN_SCOPES, USER_ROLES } from '#lib/domain/vocabulary.ts'
import { ALL_ROUTES } from '#lib/http/api/all.ts'
import type { Bound } from '#lib/http/bind.ts'
import type { WebContext } from '#lib/services/context.ts'
import { actorOfToken } from '#lib/services/people/actor-of-token.ts'
import { createToken } from '#lib/services/people/create-token.ts'
import { openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'

const ORIGIN = 'http://127.0.0.1:3995'
const ID = '00000000-0000-7000-8000-000000000000'
const GUARDED = ALL_ROUTES.filter(({ endpoint }) => endpoint.open !== true)

let world: TestServices
let home: string
beforeAll(async () => {
  world = await openTestServices()
  home = await mkdtemp(join(tmpdir(), 'sandmle-rights-'))
  Object.assign(process.env, {
    DATABASE_URL: world.database.appUrl,
    SANDMLE_HOME: home,
    SANDMLE_URL: ORIGIN,
    PORT: '3995',
    BETTER_AUTH_SECRET: 's'.repeat(40),
    BETTER_AUTH_URL: ORIGIN,
  })
})
afterAll(async () => {
  const { services } = await import('#lib/http/services.ts')
  await services().queue.close()
  await services().close()
  await world.close()
  await rm(home, { recursive: true })
})

/** Things that do not exist: what a caller may do comes before what there is. */
const paramsOf = ({ path }: Endpoint): Params =>
  Object.fromEntries(
    namesIn(path).map((name) => [name, path.includes(`{+${name}}`) ? ['a'] : name === 'n' ? '1' : ID]),
  )

async function statusFor(endpoint: Endpoint, token: string): Promise<number> {
  const { method, path } = endpoint
  const params = paramsOf(endpoint)
  const request = new Request(`${ORIGIN}${addressOf({ ...endpoint, path }, params)}`, {
    method,
    headers: { host: '127.0.0.1:3995', authorization: `Bearer ${token}` },
    body: method === 'GET' || method === 'DELETE' ? null : '{}',
  })
  const answer = await handlerAt(path.slice('/api/'.length), method)(request, {
    params: Promise.resolve(params),
  })
  await answer.body?.cancel()
  return answer.status
}

/** What the web gives to a verb. */
async function webContext(actor: Actor): Promise<WebContext> {
  const { publicContext } = await import('#lib/http/context-of.ts')
  return { ...publicContext(), actor }
}

const mayCall = (actor: Actor, endpoint: Endpoint): boolean =>
  rightsOf(endpoint).every((right) => can(actor, right))

// Of all others the route asks for what the endpoint declares, and then the verb.
test.each(TOKEN_SCOPES)(
  'handlers without a verb let a %s do what endpoints declare, and nothing else',
  async (scope) => {
    const role = scope === 'trainer' || scope === 'agent' ? 'researcher' : scope
    const { token } = await createToken({
      ctx: world.as(await world.user(role)),
      input: { name: 't', scope },
    })
    const actor = await actorOfToken({ ctx: world.as(SYSTEM), token })
    if (actor === null) throw new Error('no such token')
    const wrong: string[] = []
    for (const { endpoint, verb } of GUARDED) {
      if (verb !== null) continue
      const status = await statusFor(endpoint, token)
      const isWrong = (status === 403) === mayCall(actor, endpoint) || status === 401 || status >= 500
      if (isWrong) wrong.push(`${endpoint.method} ${endpoint.path}: ${status}`)
    }
    expect(wrong).toEqual([])
  },
)

/** Whether a verb names a right that the caller lacks. */
async function isForbidden(ctx: WebContext, { endpoint, verb }: Bound): Promise<boolean> {
  const error: unknown = await verb?.({ ctx, input: paramsOf(endpoint) }).then(
    () => null,
    (reason: unknown) => reason,
  )
  return isAppError(error) && error.code === 'forbidden' && 'capability' in error.meta
}

// Pages and actions call a verb without its route.
test.each(USER_ROLES)(
  'verbs let a %s, by session or token, do what endpoints declare and nothing else',
  async (role) => {
    const tokens = TOKEN_SCOPES.map((scope) => world.token(role, scope))
    for (const actor of [await world.user(role), ...(await Promise.all(tokens))]) {
      const ctx = await webContext(actor)
      const wrong: string[] = []
      for (const bound of GUARDED.filter(({ verb }) => verb !== null))
        if ((await isForbidden(ctx, bound)) === mayCall(actor, bound.endpoint))
          wrong.push(`${bound.endpoint.method} ${bound.endpoint.path}`)
      expect(wrong, JSON.stringify(actor)).toEqual([])
    }
  },
)

test('every endpoint that is not open says what it takes, but for who one is', () => {
  const free = GUARDED.filter(({ endpoint }) => rightsOf(endpoint).length === 0)
  expect(free.map(({ path }) => path)).toEqual(['/api/v1/me'])
})
