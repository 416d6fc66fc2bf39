import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AT, environmentDetail, uuid } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'
import { REVIEW_CRITERIA } from '#lib/domain/review-policy.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { taskFixture } from '#lib/packs/task.fixture.ts'
import { contentHashOf } from '#lib/packs/task-format.ts'

const world = commandWorld()
const { answers, run, sent, sentJson } = world

const ALL_GOOD = REVIEW_CRITERIA.map((criterion) => `${criterion}=good`).join(',')

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
