import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AT, environmentView, runDetail, runView, uuid } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'

const world = commandWorld()
const { answers, run, sent, sentJson } = world

describe('lists', () => {
  test('environments: every page, flat rows, one JSON array', async () => {
    const all = Array.from({ length: 450 }, (_, n) => environmentView(n))
    answers['GET environments'] = ({ query }) => {
      const [page, size] = [Number(query.get('page')), Number(query.get('pageSize'))]
      const items = all.slice((page - 1) * size, page * size)
      const facets = { status: [], modality: [], taskType: [], metric: [], domain: [] }
      return { json: { items, total: all.length, page, pageSize: size, facets } }
    }
    const { code, out } = await run('env', 'list', '--modality', 'tabular', '--json')
    expect(code).toBe(0)
    const rows = JSON.parse(out)
    expect(rows.map((row: { slug: string }) => row.slug)).toEqual(all.map((row) => row.slug))
    for (const key of [
      'id',
      'slug',
      'status',
      'modality',
      'metric',
      'taskType',
      'domain',
      'version',
      'contentHash',
    ])
      expect(rows[0][key]).not.toBe(undefined)
    expect(rows[0]['gap-share']).toBe(0.4)
    expect(Object.values(rows[0]).filter((value) => typeof value === 'object' && value !== null)).toEqual([])
    expect(world.received.map(({ query }) => query.get('modality'))).toEqual([
      'tabular',
      'tabular',
      'tabular',
    ])
    expect(world.received[0]?.token).toBe('t0ken')
  })

  test('runs: the counts are columns', async () => {
    answers['GET runs'] = () => ({ json: { runs: [runView()], next: null } })
    const rows = JSON.parse((await run('runs', 'list', '--json')).out)
    expect(rows).toMatchObject([
      { id: uuid(7), slug: 'first-run', status: 'succeeded', verified: 2, rejected: 1 },
    ])
    expect(Object.values(rows[0]).some((value) => typeof value === 'object' && value !== null)).toBe(false)
    expect((await run('runs', 'list')).out).toMatch(/ID +NAME +STATUS.*\n[0-9a-f-]{36} +.* succeeded/)
  })

  test('a list continues until the server says that it is complete; a row that moved is there once', async () => {
    const pages = [
      { runs: [runView({ id: uuid(1) }), runView({ id: uuid(2) })], next: 'c1' },
      { runs: [runView({ id: uuid(2) }), runView({ id: uuid(3) })], next: 'c2' },
      { runs: [], next: null },
    ]
    answers['GET runs'] = ({ query }) => ({ json: pages[['c1', 'c2'].indexOf(query.get('after') ?? '') + 1] })
    const { out } = await run('runs', 'list', '--status', 'succeeded', '--json')
    expect(JSON.parse(out).map((row: { id: string }) => row.id)).toEqual([uuid(1), uuid(2), uuid(3)])
    expect(world.received.map(({ query }) => [query.get('status'), query.get('after')])).toEqual([
      ['succeeded', null],
      ['succeeded', 'c1'],
      ['succeeded', 'c2'],
    ])
  })

  test('an empty list is an empty array, and says the next step to people', async () => {
    answers['GET packs'] = () => ({ json: { packs: [], next: null, catalogue: 0 } })
    answers['GET seeds'] = () => ({ json: { seeds: [], next: null, uploads: [] } })
    expect((await run('pack', 'list', '--json')).out).toBe('[]\n')
    expect((await run('seeds', 'list')).out).toContain('sandmle seeds import FILE')
  })
})

describe('runs', () => {
  test('generate sends a complete request', async () => {
    answers['POST runs'] = () => ({ status: 201, json: runView({ status: 'queued' }) })
    answers[`GET runs/${uuid(7)}`] = () => ({ json: runDetail({ status: 'queued' }) })
    const { code, out } = await run(
      'generate',
      '--seeds',
      'a, b',
      '--candidates',
      '3',
      '--run-seed',
      '0',
      '--json',
    )
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ slug: 'first-run', status: 'queued' })
    expect(sentJson()).toMatchObject({
      seeds: ['a', 'b'],
      candidates: 3,
      certificate: 'full',
      runSeed: 0,
      submitForReview: false,
    })
    expect(sentJson().idempotencyKey.length).toBeGreaterThan(8)
  })

  test('watch continues a broken stream after the last event and ends with the run', async () => {
    const event = (id: string, message: string) => {
      const frame = {
        kind: 'event',
        event: { id, candidateId: null, ordinal: 1, type: 'x', level: 'info', message, data: {}, at: AT },
      }
      return `id: ${id}\nevent: event\ndata: ${JSON.stringify(frame)}\n\n`
    }
    let asked = 0
    answers['GET runs'] = () => ({ json: { runs: [runView()], next: null } })
    answers[`GET runs/${uuid(7)}`] = () => ({ json: runDetail({ status: asked < 2 ? 'running' : 'failed' }) })
    answers[`GET runs/${uuid(7)}/events`] = () => {
      asked += 1
      const [head, tail] = [event('11', 'one').slice(0, 30), event('11', 'one').slice(30)]
      if (asked === 1) return { stream: [': hello\n\n', head, tail] }
      const status = { kind: 'status', status: 'failed', funnel: runView().funnel, terminal: true }
      return { stream: [event('12', 'two'), `event: status\ndata: ${JSON.stringify(status)}\n\n`] }
    }
    const { code, out, err } = await run('runs', 'watch', 'first-run', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ status: 'failed', verified: 2 })
    expect(err).toBe('#2 one\n#2 two\nfailed: 2 verified, 1 rejected\n')
    const cursors = world.received
      .filter(({ path }) => path.endsWith('/events'))
      .map(({ query }) => query.get('after'))
    expect(cursors).toEqual(['10', '11'])
  })

  test('a run is named by its id, a part of it, or its name; two of a name are both told', async () => {
    const [first, second] = [runView({ id: uuid(1), name: 'Night' }), runView({ id: uuid(2), name: 'Night' })]
    const third = runView({ id: uuid(3), name: 'Day' })
    answers['GET runs'] = () => ({ json: { runs: [first, second, third], next: null } })
    answers[`POST runs/${uuid(3)}/retry`] = () => ({ json: { runId: uuid(3), requeued: 1 } })
    for (const name of [uuid(3), 'Day', uuid(3).slice(-12)])
      expect((await run('runs', 'retry', name)).code).toBe(0)
    const copies = await run('runs', 'retry', 'Night')
    expect(copies.code).toBe(1)
    expect(copies.err).toContain(`2 runs are called "Night": ${uuid(1)}, ${uuid(2)}`)
  })

  test('a run that does not exist is a failure, not a usage error', async () => {
    answers['GET runs'] = () => ({ json: { runs: [], next: null } })
    const { code, err } = await run('runs', 'cancel', 'nobody')
    expect(code).toBe(1)
    expect(err).toContain('There is no run "nobody"')
  })

  test('retry says how many went back', async () => {
    answers[`POST runs/${uuid(7)}/retry`] = () => ({ json: { runId: uuid(7), requeued: 4 } })
    expect((await run('runs', 'retry', uuid(7))).out).toContain('4 candidates')
  })

  test('a run may hold after a role, and resume lets what it holds continue', async () => {
    answers['POST runs'] = () => ({ status: 201, json: runView({ status: 'queued' }) })
    answers[`GET runs/${uuid(7)}`] = () => ({ json: runDetail({ status: 'queued' }) })
    await run('generate', '--candidates', '1', '--hold-after', 'data-strategist')
    expect(sentJson()).toMatchObject({ holdAfter: 'data-strategist' })
    expect((await run('generate', '--candidates', '1', '--hold-after', 'the-boss')).code).toBe(2)
    await run('generate', '--candidates', '1', '--likeness', 'faithful')
    expect(sentJson('POST', 1)).toMatchObject({ likeness: 'faithful' })
    expect((await run('generate', '--candidates', '1', '--likeness', 'copy')).code).toBe(2)
    answers[`POST runs/${uuid(7)}/resume`] = () => ({ json: { runId: uuid(7), resumed: 2 } })
    expect((await run('runs', 'resume', uuid(7))).out).toContain('2 held candidates')
  })

  test('a run may ask for difficulty, modalities, domains, mechanisms and rows, and count by seed', async () => {
    answers['POST runs'] = () => ({ status: 201, json: runView({ status: 'queued' }) })
    answers[`GET runs/${uuid(7)}`] = () => ({ json: runDetail({ status: 'queued' }) })
    const controls =
      '--difficulty hard --modalities tabular,text --domains health --train-rows 60-90 --test-rows 5000'
    await run('generate', '--per-seed', '3', ...controls.split(' '), '--mechanisms', 'hill-dose')
    expect(sentJson()).toMatchObject({
      perSeed: 3,
      controls: {
        difficulty: 'hard',
        modalities: ['tabular', 'text'],
        families: ['health'],
        mechanisms: ['hill-dose'],
        trainRows: [60, 90],
        testRows: [5000, 5000],
      },
    })
    expect(sentJson()).not.toHaveProperty('candidates')
    for (const wrong of ['--train-rows 20-90', '--test-rows many', '--modalities sound', '--per-seed 2']) {
      const { code, err } = await run('generate', '--candidates', '1', ...wrong.split(' '))
      expect(code, wrong).toBe(2)
      expect(err).toContain(wrong.startsWith('--per') ? '--candidates' : wrong.split(' ')[0])
    }
  })
})

describe('seeds import', () => {
  const upload = (status: string, report: unknown) => ({
    json: {
      id: uuid(3),
      filename: 'my seeds.zip',
      status,
      error: null,
      report,
      createdAt: AT,
      finishedAt: null,
    },
  })
  test('waits until the archive is read; a refused folder is a finding', async () => {
    await writeFile(join(world.cwd, 'my seeds.zip'), 'PK')
    const report = {
      v: 1,
      imported: [],
      present: [],
      warnings: [],
      refused: [{ folder: 'a', file: 'a/train.csv', reason: 'is empty', fix: 'Fill it.' }],
    }
    let asked = 0
    answers['POST seeds'] = () => ({ ...upload('queued', null), status: 202 })
    answers[`GET seeds/uploads/${uuid(3)}`] = () =>
      asked++ === 0 ? upload('reading', null) : upload('read', report)
    const { code, out } = await run('seeds', 'import', 'my seeds.zip', '--allow-eval-overlap')
    expect(code).toBe(1)
    expect(out).toContain('a/train.csv: is empty')
    const [post] = sent('POST')
    expect(post?.body.toString()).toBe('PK')
    expect([...(post?.query ?? [])]).toEqual([
      ['filename', 'my seeds.zip'],
      ['allowEvalOverlap', 'true'],
    ])
  })
})
