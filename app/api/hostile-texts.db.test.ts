import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allDoors, type Door, partOf, titleOf } from '#app/api/hostile-texts.fixture.ts'
import { handlerAt } from '#app/api/routes.fixture.ts'
import { namesIn } from '#lib/contracts/endpoint.ts'
import { RolloutEvidence, RolloutList } from '#lib/contracts/rollouts.ts'
import { createLocalToken } from '#lib/services/people/create-local-token.ts'
import { rolloutGroup, trainingRunFixture } from '#lib/services/rollouts/training-run.fixture.ts'
import { openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'

const ORIGIN = 'http://127.0.0.1:3997'

let world: TestServices
let home: string
let owner: string
let ids: Readonly<Record<string, string>>
beforeAll(async () => {
  world = await openTestServices()
  home = await mkdtemp(join(tmpdir(), 'hostile-texts-'))
  Object.assign(process.env, {
    DATABASE_URL: world.database.appUrl,
    SANDMLE_HOME: home,
    SANDMLE_URL: ORIGIN,
    PORT: '3997',
    BETTER_AUTH_SECRET: 's'.repeat(40),
  })
  owner = (await createLocalToken({ ctx: world.as(SYSTEM) })).token
  ids = { versionId: (await world.version()).id, id: await world.seed('plain'), n: '1', ordinal: '1' }
})
afterAll(async () => {
  const { services } = await import('#lib/http/services.ts')
  await services().queue.close()
  await services().close()
  await world.close()
  await rm(home, { recursive: true })
})

/** Asks the route at whose door the text stands, with what its schema wants around it. */
async function send(door: Door, text: string): Promise<Response> {
  const { spec } = door
  const params = Object.fromEntries(
    namesIn(spec.path).map((name) => {
      const value = door.part === 'path' && door.way[0] === name ? text : (ids[name] ?? crypto.randomUUID())
      return [name, spec.path.includes(`{+${name}}`) ? [value] : value]
    }),
  )
  const url = new URL(ORIGIN)
  const query = partOf(spec.query, door, 'query', text) ?? {}
  for (const [key, value] of Object.entries(query)) url.searchParams.append(key, [value].flat().join(','))
  const body = partOf(spec.body, door, 'body', text)
  const isRead = spec.method === 'GET' || spec.method === 'DELETE'
  const request = new Request(url, {
    method: spec.method,
    headers: { authorization: `Bearer ${owner}`, host: '127.0.0.1:3997', origin: 'http://127.0.0.1:3997' },
    body: isRead ? null : JSON.stringify(body ?? {}),
  })
  const handler = handlerAt(spec.path.slice('/api/'.length), spec.method)
  return handler(request, { params: Promise.resolve(params) })
}

/** Never text: the zero byte and halves of pairs. */
const UNSTORABLE = ['\u0000', '\ud800', '\udfff', '\udc00\ud800'] as const
/** Text, but none that a name needs: controls, code points that are not characters, marks that turn or hide. */
const UNSEEN = [
  '\u0001',
  '\u001b',
  '\u007f',
  '\u0085',
  '\ufffe',
  '\uffff',
  '\ufeff',
  '\u202e',
  '\u2066',
] as const

const DOORS = allDoors()
test('there are at least as many doors as the attack tried', () => {
  expect(DOORS.length).toBeGreaterThan(46)
})

describe.each(DOORS.map((door) => [titleOf(door), door] as const))('%s', (_title, door) => {
  test('refuses what cannot be stored, and nothing is an error of ours', async () => {
    for (const character of UNSTORABLE) {
      const answer = await send(door, `a${character}b`)
      const said = await answer.text()
      // An address cannot spell half of a pair: it arrives as a mark.
      const isWhole = door.part !== 'query' || character === '\u0000'
      // A submission is read only where the environment is there and a grading is left.
      const isRead = !door.spec.path.endsWith('/score')
      const isNamed = isWhole && isRead && door.way[0] !== 'rollouts' && door.spec.status !== 404
      expect(`${answer.status} ${said}`).toMatch(/^(2|4)\d\d /)
      if (isNamed) expect(`${answer.status} ${said}`).toMatch(/^4\d\d .*U\+(0000|D800|DFFF|DC00)/s)
    }
    for (const character of UNSEEN)
      expect(String((await send(door, `a${character}b`)).status)).toMatch(/^(2|4)/)
  })
})

/** Texts that people give to be read by others. */
const NAMES = [
  'POST /api/v1/runs body name',
  'POST /api/v1/tokens body name',
  'POST /api/v1/packs body title',
  'POST /api/v1/packs/{id}/withdraw body reason',
  'POST /api/v1/views body name',
  'POST /api/v1/results body name',
  'POST /api/v1/results body note',
  'POST /api/v1/reviews body note',
  'POST /api/v1/reviews body criteria.0.evidence',
  'POST /api/v1/seeds query filename',
  'POST /api/v1/training/imports query filename',
  'POST /api/v1/training/imports query name',
  'POST /api/v1/training/imports query experiment',
  'POST /api/v1/results/imports query filename',
  'PATCH /api/v1/training/{id} body name',
  'POST /api/v1/environments/{id}/versions/{n}/advisories body reason',
  'POST /api/v1/environments/{id}/versions/{n}/retire body reason',
  'PUT /api/v1/runs/{id}/candidates/{candidateId}/artefacts/{file} body content',
  'POST /api/2.0/mlflow/experiments/create body name',
]

test.each(NAMES)('%s takes no character that cannot be seen', async (title) => {
  const door = DOORS.find((one) => titleOf(one) === title)
  if (door === undefined) throw new Error(`no door ${title}`)
  for (const character of UNSEEN) {
    const answer = await send(door, `a fine${character}name`)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(await answer.text()).toContain(
      `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
    )
  }
})

test('a name of a run that a trainer chose is taken, and what cannot be seen in it is marked', async () => {
  const door = DOORS.find((one) => titleOf(one) === 'POST /api/2.0/mlflow/runs/create body run_name')
  if (door === undefined) throw new Error('no such door')
  for (const character of UNSEEN) {
    const answer = await send(door, `a fine${character}name`)
    expect(answer.status).toBe(200)
    const text = await answer.text()
    expect(text).toContain('a fine')
    expect(text).not.toContain(character)
  }
})

test('what a program wrote is kept, with a mark for each character that cannot be', async () => {
  const id = await trainingRunFixture(world)
  const evidence = {
    program: 'a\u0000b',
    output: '\ud800!',
    trajectory: [{ role: 'user', content: 'x\u0000' }],
  }
  const ask = async (file: string, params: Record<string, string>, body?: object) => {
    const method = body === undefined ? 'GET' : 'POST'
    const headers = { authorization: `Bearer ${owner}`, host: '127.0.0.1:3997' }
    const request = new Request(ORIGIN, { method, headers, body: body ? JSON.stringify(body) : null })
    return (await handlerAt(file, method)(request, { params: Promise.resolve(params) })).json()
  }
  const file = 'v1/training/{id}/rollouts'
  await ask(file, { id }, { rollouts: rolloutGroup('solar', 1, ['gold'], evidence) })
  const rolloutId = RolloutList.parse(await ask(file, { id })).rollouts[0]?.id ?? ''
  const kept = await ask('v1/training/rollouts/{rolloutId}/evidence', { rolloutId })
  expect(RolloutEvidence.parse(kept)).toEqual({
    program: 'a\ufffdb',
    output: '\ufffd!',
    trajectory: [{ role: 'user', content: 'x\ufffd' }],
  })
})

test.each(UNSTORABLE)('sign-in refuses %j in an address and a password', async (character) => {
  const { auth } = await import('#lib/http/auth.ts')
  const headers = { origin: ORIGIN, 'content-type': 'application/json' }
  const post = (path: string, body: object) =>
    auth().handler(
      new Request(`${ORIGIN}/api/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
    )
  const good = { email: 'a@example.org', password: 'correct horse battery' }
  for (const over of [{ email: `a${character}@example.org` }, { password: `correct horse ${character}` }]) {
    const answer = await post('sign-in/email', { ...good, ...over })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
  }
})

test('a body that is not UTF-8 is refused, not guessed at', async () => {
  const POST = handlerAt('v1/views', 'POST')
  const body = Buffer.from('{"page": "training", "name": "a\u00ffb", "query": ""}', 'latin1')
  const headers = { authorization: `Bearer ${owner}`, host: '127.0.0.1:3997' }
  const answer = await POST(new Request(ORIGIN, { method: 'POST', headers, body }), {
    params: Promise.resolve({}),
  })
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('not UTF-8')])
})
