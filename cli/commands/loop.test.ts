import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AT, environmentDetail, environmentView, runDetail, runView, uuid } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'
import { REVIEW_CRITERIA } from '#lib/domain/review-policy.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { taskFixture } from '#lib/packs/task.fixture.ts'
import { contentHashOf } from '#lib/packs/task-format.ts'

const world = commandWorld()
const { answers, run, sent, sentJson } = world

const ALL_GOOD = REVIEW_CRITERIA.map((criterion) => `${criterion}=good`).join(',')

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
    const twins = await run('runs', 'retry', 'Night')
    expect(twins.code).toBe(1)
    expect(twins.err).toContain(`2 runs are called "Night": ${uuid(1)}, ${uuid(2)}`)
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
    expect((await run('generate', '--candidates', '1', '--likeness', 'twin')).code).toBe(2)
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

describe('one environment', () => {
  const { task, manifest, files } = taskFixture('solar')
  const serveFiles = (view: 'agent' | 'judge') => {
    const detail = environmentDetail(task, manifest, view)
    answers['GET environments/solar/versions/latest'] = () => ({ json: detail })
    for (const [path, bytes] of files)
      answers[`GET environments/${detail.environment.id}/versions/1/files/${path}`] = () => ({ bytes })
  }

  test('export writes every file, whose manifest has the content hash', async () => {
    serveFiles('judge')
    const { code, out } = await run('env', 'export', 'solar', '--out', 'here', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out).files).toHaveLength(files.size + 1)
    expect(sha256(await readFile(join(world.cwd, 'here/solar/MANIFEST.json')))).toBe(contentHashOf(manifest))
    const again = await run('env', 'export', 'solar', '--out', 'here')
    expect(again.code).toBe(2)
    expect(again.err).toContain('not empty')
  })

  test('the agent view has no judge file and no manifest', async () => {
    serveFiles('agent')
    await run('env', 'export', 'solar', '--out', 'here')
    expect(await readdir(join(world.cwd, 'here/solar'))).toEqual(['agent'])
  })

  test('a file that arrives damaged is named and not written', async () => {
    serveFiles('agent')
    answers[`GET environments/${uuid(1)}/versions/1/files/agent/train.csv`] = () => ({
      bytes: Buffer.from('no'),
    })
    const { code, err } = await run('env', 'export', 'solar', '--out', 'here')
    expect(code).toBe(1)
    expect(err).toContain('agent/train.csv')
    expect(await readdir(join(world.cwd, 'here/solar/agent'))).not.toContain('train.csv')
  })

  test('verify waits for the verdict, shows every gate, and a failed one is a finding', async () => {
    serveFiles('judge')
    const detail = environmentDetail(task, manifest, 'judge')
    const gate = { number: 6, title: 'Leaks', kind: 'full', checks: [], at: null }
    const gates = [{ ...gate, gate: 'leaks', verdict: 'failed' }]
    const version = { ...detail.version, status: 'rejected' }
    answers[`GET environments/${uuid(1)}/versions/1`] = () => ({
      json: { ...detail, version, certificate: { ...detail.certificate, gates } },
    })
    const view = (status: string, verdict: string | null) => ({
      json: {
        id: uuid(5),
        certificate: 'quick',
        gateSet: 1,
        status,
        verdict,
        ran: verdict && 3,
        kept: verdict && 9,
        error: verdict && 'Leaks: x',
        createdAt: AT,
        finishedAt: null,
      },
    })
    answers[`POST environments/${uuid(1)}/versions/1/verify`] = () => ({
      ...view('queued', null),
      status: 202,
    })
    let asked = 0
    answers[`GET environments/${uuid(1)}/versions/1/verify`] = () =>
      asked++ === 0 ? view('running', null) : view('finished', 'rejected')
    const { code, out } = await run('env', 'verify', 'solar', '--certificate', 'quick', '--json')
    expect(code).toBe(1)
    expect(sentJson()).toEqual({ certificate: 'quick' })
    expect(JSON.parse(out)).toMatchObject({
      slug: 'solar',
      version: 1,
      status: 'rejected',
      certificate: 'quick',
      verdict: 'rejected',
      ran: 3,
      kept: 9,
      'gate-leaks': 'failed',
    })
  })

  test('show prints the detail', async () => {
    serveFiles('judge')
    expect((await run('env', 'show', 'solar')).out).toContain('gold 1')
    expect(JSON.parse((await run('env', 'show', 'solar', '--json')).out).view).toBe('judge')
  })

  test('score waits for the trial; an invalid submission is a finding', async () => {
    await writeFile(join(world.cwd, 's.csv'), 'id,y\n')
    const nothing = { valid: null, score: null, tier: null, reason: null, step: null, remaining: null }
    const open = { trialId: uuid(5), status: 'queued', part: 'reward', contract: null, ...nothing }
    answers['POST environments/solar/versions/latest/score'] = () => ({ status: 202, json: open })
    const done = { ...open, status: 'finished', valid: true, score: 1.25, tier: 'silver' }
    answers[`GET trials/${uuid(5)}`] = () => ({ json: done })
    const good = await run('env', 'score', 'solar', '--submission', 's.csv', '--json')
    expect(good.code).toBe(0)
    expect(JSON.parse(good.out)).toMatchObject({ valid: true, score: 1.25, tier: 'silver' })
    expect(sentJson()).toEqual({ submission: { base64: btoa('id,y\n') } })
    const told = { ...open, status: 'finished', valid: true }
    answers['POST environments/solar/versions/latest/score'] = () => ({ json: told })
    const silent = await run('env', 'score', 'solar', '--submission', 's.csv')
    expect(silent).toMatchObject({ code: 0, out: 'valid\n' })
    const rollout = uuid(6)
    answers['POST environments/solar/versions/latest/rollouts'] = () => ({
      status: 201,
      json: { rollout, environment: uuid(7), gradings: 20 },
    })
    expect(await run('env', 'open-rollout', 'solar')).toMatchObject({ code: 0, out: `${rollout}\n` })
    const rounded = {
      ...told,
      part: 'feedback',
      contract: 'validation-score',
      score: 1.2,
      step: 0.1,
      remaining: 19,
    }
    answers['POST environments/solar/versions/latest/score'] = () => ({ json: rounded })
    const heard = await run('env', 'score', 'solar', '--submission', 's.csv', '--rollout', rollout)
    expect(heard.out).toBe('1.2  (on the feedback rows, in steps of 0.1, 19 gradings remain)\n')
    expect(JSON.parse(sent('POST').at(-1)?.body.toString() ?? 'null')).toEqual({
      submission: { base64: btoa('id,y\n') },
      rollout,
    })
    const bad = { ...open, status: 'finished', valid: false, reason: 'row 2 is missing' }
    answers['POST environments/solar/versions/latest/score'] = () => ({ json: bad })
    const invalid = await run('env', 'score', 'solar', '--submission', 's.csv')
    expect(invalid.code).toBe(1)
    expect(invalid.out).toContain('row 2 is missing')
  })

  test('a review names the content that was looked up', async () => {
    serveFiles('judge')
    const versionId = uuid(1001)
    const answer = {
      reviewId: uuid(9),
      versionId,
      verdict: 'approve',
      status: 'approved',
      approvals: 1,
      needed: 1,
    }
    answers[`POST reviews/${versionId}`] = () => ({ json: answer })
    const { code, out } = await run('review', 'approve', 'solar', '--marks', ALL_GOOD)
    const hasty = await run('review', 'approve', 'solar', '--marks', 'statement=good')
    expect(hasty.code).toBe(2)
    expect(code).toBe(0)
    expect(out).toContain('approved (1 of 1 approvals)')
    expect(sentJson()).toEqual({
      contentHash: contentHashOf(manifest),
      verdict: 'approve',
      criteria: REVIEW_CRITERIA.map((criterion) => ({ criterion, mark: 'good' })),
      note: '',
    })
    expect((await run('review', 'approve', 'solar')).code).toBe(2)
    expect((await run('review', 'approve', 'solar', '--marks', 'style=good')).err).toContain(
      'names no criterion (all, statement',
    )
  })

  test('an invitation is taken back by its id', async () => {
    answers[`DELETE people/invites/${uuid(4)}`] = () => ({ json: { id: uuid(4) } })
    expect(await run('invite', 'revoke', uuid(4))).toMatchObject({ code: 0 })
    expect((await run('invite', 'revoke')).code).toBe(2)
  })

  test('a verdict is taken back by the name of its environment', async () => {
    serveFiles('judge')
    const versionId = uuid(1001)
    answers[`POST reviews/${versionId}/withdraw`] = () => ({
      json: { reviewId: uuid(9), versionId, status: 'in-review' },
    })
    const { code, out } = await run('review', 'withdraw', 'solar')
    expect(code).toBe(0)
    expect(out).toContain('is withdrawn; it is in-review')
  })
})

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
