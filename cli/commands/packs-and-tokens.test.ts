import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AT, uuid } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'
import { sha256 } from '#lib/packs/digest.ts'

const world = commandWorld()
const { answers, run, sent, sentJson } = world

describe('packs and tokens', () => {
  const bytes = Buffer.from('a pack')
  const pack = (over: object = {}) => ({
    id: uuid(4),
    slug: 'first',
    version: 1,
    title: 'First',
    layout: 'sandmle-task',
    status: 'ready',
    sha256: sha256(bytes),
    bytes: 6,
    error: null,
    environments: 1,
    train: 1,
    validation: 0,
    createdBy: 'u',
    createdByName: 'Ada',
    createdAt: AT,
    finishedAt: AT,
    ...over,
  })

  test('build waits; a failed build is a finding', async () => {
    let asked = 0
    answers['POST packs'] = () => ({ json: pack({ status: 'queued' }) })
    answers[`GET packs/${uuid(4)}`] = () => ({
      json: {
        ...pack({ status: asked++ === 0 ? 'building' : 'failed', error: 'a file is missing' }),
        entries: [],
        can: { download: { allowed: true }, withdraw: { allowed: true } },
      },
    })
    const { code, out } = await run('pack', 'build', 'first', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ status: 'failed', error: 'a file is missing' })
    const wanted = { slug: 'first', title: 'Pack first', layout: 'sandmle-task', versionIds: [] }
    expect(sentJson()).toEqual({ ...wanted, allowAdvisories: false })
    await run('pack', 'build', 'first', '--allow-advisories', '--no-wait')
    expect(JSON.parse(sent('POST')[1]?.body.toString() ?? 'null')).toMatchObject({ allowAdvisories: true })
  })

  test('download takes the newest ready pack of a slug and keeps only true bytes', async () => {
    answers['GET packs'] = () => ({
      json: {
        packs: [pack({ id: uuid(8), version: 2, status: 'building' }), pack()],
        next: null,
        catalogue: 1,
      },
    })
    answers[`GET packs/${uuid(4)}/download`] = () => ({ bytes })
    expect((await run('pack', 'download', 'first')).code).toBe(0)
    expect(await readFile(join(world.cwd, 'first-1-sandmle-task.zip'), 'utf8')).toBe('a pack')
    answers[`GET packs/${uuid(4)}/download`] = () => ({ bytes: Buffer.from('another') })
    const damaged = await run('pack', 'download', 'first', '--out', 'b.zip')
    expect(damaged.code).toBe(1)
    expect(await readdir(world.cwd)).toEqual(['first-1-sandmle-task.zip'])
  })

  test('download takes a version and a layout by name, and says when there is none', async () => {
    const other = pack({ id: uuid(8), version: 2, layout: 'authors-open' })
    answers['GET packs'] = () => ({ json: { packs: [other, pack()], next: null, catalogue: 1 } })
    answers[`GET packs/${uuid(4)}/download`] = () => ({ bytes })
    expect((await run('pack', 'download', 'first@1')).code).toBe(0)
    expect((await run('pack', 'download', 'first', '--layout', 'sandmle-task', '--out', 'c.zip')).code).toBe(
      0,
    )
    expect((await readdir(world.cwd)).sort()).toEqual(['c.zip', 'first-1-sandmle-task.zip'])
    const none = await run('pack', 'download', 'first@1', '--layout', 'authors-open')
    expect(none.code).not.toBe(0)
    expect(none.err).toContain('in the layout authors-open')
  })

  test('withdraw names the newest ready pack and the reason', async () => {
    answers['GET packs'] = () => ({ json: { packs: [pack()], next: null, catalogue: 1 } })
    answers[`POST packs/${uuid(4)}/withdraw`] = () => ({
      json: pack({ status: 'withdrawn', error: 'leaks' }),
    })
    const { code, out } = await run('pack', 'withdraw', 'first', '--reason', 'leaks', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ id: uuid(4), slug: 'first', status: 'withdrawn' })
    expect(sentJson()).toEqual({ reason: 'leaks' })
    expect((await run('pack', 'withdraw', 'first')).code).toBe(2)
  })

  test('a token is all that is printed', async () => {
    answers['POST tokens'] = () => ({
      status: 201,
      json: { id: uuid(2), name: 'ci', scope: 'agent', token: 'smle_x' },
    })
    expect((await run('token', 'create', '--name', 'ci', '--scope', 'agent')).out).toBe('smle_x\n')
  })
})
