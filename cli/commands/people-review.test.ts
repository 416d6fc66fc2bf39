import { expect, test } from 'vitest'
import { AT, environmentView, uuid } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'

const world = commandWorld()
const { answers, run, sentJson } = world

test('invite create prints a whole address once; the role must exist', async () => {
  const created = {
    id: uuid(4),
    token: 'smi_x',
    path: '/invite?token=smi_x',
    role: 'reviewer',
    expiresAt: AT,
  }
  answers['POST people/invites'] = () => ({ status: 201, json: created })
  const { code, out, err } = await run('invite', 'create', '--role', 'reviewer', '--email', 'a@b.example')
  expect(code).toBe(0)
  expect(out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/invite\?token=smi_x\n$/)
  expect(err).toContain('role reviewer')
  expect(sentJson()).toEqual({ role: 'reviewer', email: 'a@b.example' })
  expect(JSON.parse((await run('invite', 'create', '--role', 'reviewer', '--json')).out)).toMatchObject(
    created,
  )
  expect(sentJson('POST', 1)).toEqual({ role: 'reviewer', email: null })
  expect((await run('invite', 'create', '--role', 'king')).code).toBe(2)
  expect((await run('invite', 'create')).err).toContain('--role is missing')
})

test('invite list shows what is open', async () => {
  const invite = { id: uuid(4), role: 'viewer', email: null, createdAt: AT, expiresAt: AT }
  answers['GET people'] = () => ({ json: { people: [], invites: [invite], tokens: [] } })
  expect((await run('invite', 'list')).out).toMatch(/ID +ROLE +EMAIL.*\n.* viewer +- +2026/)
  expect(JSON.parse((await run('invite', 'list', '--json')).out)).toEqual([invite])
  answers['GET people'] = () => ({ json: { people: [], invites: [], tokens: [] } })
  expect((await run('invite', 'list')).out).toBe('No open invitation.\n')
})

test('review queue continues page by page, and says what waits for the caller and what does not', async () => {
  const item = (n: number, can: object) => ({
    ...environmentView(n, { status: 'in-review' }),
    submittedAt: AT,
    submittedByName: 'Ada',
    reviews: 1,
    needed: 2,
    reviewedByMe: false,
    can,
  })
  const pages = [
    { items: [item(1, { allowed: true })], next: uuid(9), waiting: 2, mine: 1 },
    { items: [item(2, { allowed: false, reason: 'You made it.' })], next: null, waiting: 2, mine: 1 },
  ]
  answers['GET reviews'] = ({ query }) => ({ json: pages[query.get('after') === null ? 0 : 1] })
  const { out } = await run('review', 'queue')
  expect(out).toMatch(/solar-1 +1 +full +System +1 +2 +waiting for you/)
  expect(out).toContain('You made it.')
  const mine = JSON.parse((await run('review', 'queue', '--mine', '--json')).out)
  expect(mine.map(({ slug }: { slug: string }) => slug)).toEqual(['solar-1'])
})
