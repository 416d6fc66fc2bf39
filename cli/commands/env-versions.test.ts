import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { AT, environmentDetail, uuid } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'
import { taskFixture } from '#lib/packs/task.fixture.ts'

const { task, manifest, files } = taskFixture('solar')
const detail = environmentDetail(task, manifest, 'judge')
const base = `environments/${detail.environment.id}/versions`
const world = commandWorld()
const { answers, run } = world
beforeEach(() => {
  answers['GET environments/solar/versions/latest'] = () => ({ json: detail })
})

async function exported(changes: Record<string, string | Uint8Array>): Promise<void> {
  for (const [path, content] of [...files, ...Object.entries(changes)]) {
    await mkdir(dirname(join(world.cwd, 'solar', path)), { recursive: true })
    await writeFile(join(world.cwd, 'solar', path), content)
  }
}
const revision = (status: string, more: object = {}) => ({
  id: uuid(7),
  versionId: uuid(2),
  status,
  reason: 'Clearer.',
  files: ['agent/description.md'],
  requestedByName: 'Ada',
  error: null,
  result: null,
  createdAt: AT,
  finishedAt: null,
  ...more,
})
const certification = (verdict: string) => ({
  id: uuid(8),
  certificate: 'full',
  gateSet: 1,
  status: 'finished',
  verdict,
  ran: 9,
  kept: 0,
  error: verdict === 'verified' ? null : 'Evaluator: it broke',
  createdAt: AT,
  finishedAt: AT,
})
const revise = (...more: string[]) =>
  run('env', 'revise', 'solar', '--from', 'solar', '--reason', 'Clearer.', ...more)

describe('env revise', () => {
  const serve = (
    verdict: string,
    end = revision('finished', { result: { versionId: uuid(9), number: 2 } }),
  ) => {
    let asked = 0
    answers[`POST ${base}/1/revise`] = () => ({ status: 202, json: revision('queued') })
    answers[`GET ${base}/1/revise`] = () => ({ json: asked++ === 0 ? revision('running') : end })
    answers[`GET ${base}/2/verify`] = () => ({ json: certification(verdict) })
    answers[`GET ${base}/2`] = () => ({
      json: { ...detail, version: { ...detail.version, number: 2, status: verdict } },
    })
  }

  test('sends exactly the files of the folder that differ, and waits for the gates', async () => {
    await exported({ 'agent/description.md': '# Clearer\n', 'notes.txt': 'mine' })
    serve('verified')
    const { code, out } = await revise('--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ slug: 'solar', version: 2, status: 'verified', error: null })
    const body = world.sentJson('POST')
    expect(body).toEqual({
      contentHash: detail.version.contentHash,
      reason: 'Clearer.',
      changes: [{ path: 'agent/description.md', content: '# Clearer\n' }],
    })
  })

  test('a version that the gates reject is a finding; one that could not be made fails with the reason', async () => {
    await exported({ 'agent/description.md': '# Clearer\n' })
    serve('rejected')
    expect(await revise()).toMatchObject({ code: 1, out: expect.stringContaining('Evaluator: it broke') })
    serve('verified', revision('failed', { error: 'generate.py: line 3' }))
    expect(await revise()).toMatchObject({ code: 1, err: expect.stringContaining('generate.py: line 3') })
  })

  test('a folder without a change, and bytes that are not text, are usage failures', async () => {
    await exported({})
    expect(await revise()).toMatchObject({ code: 2, err: expect.stringContaining('differs') })
    await exported({ 'judge/rule.md': new Uint8Array([0xff, 0xfe, 0x00]) })
    expect(await revise()).toMatchObject({ code: 2, err: expect.stringContaining('UTF-8') })
  })
})

test('env diff prints changed lines as people read them', async () => {
  const lines = [
    { kind: 'same', before: 1, after: 1, text: '# Solar' },
    { kind: 'removed', before: 2, after: null, text: 'in W' },
    { kind: 'added', before: null, after: 2, text: 'in kW' },
  ]
  answers['GET environments/solar/versions/latest/diff'] = ({ query }) => ({
    json: {
      from: Number(query.get('against') ?? 2),
      to: 3,
      reason: 'Units.',
      files: [
        {
          path: 'agent/description.md',
          view: 'agent',
          change: 'changed',
          bytesBefore: 10,
          bytesAfter: 11,
          hunks: [{ lines }],
        },
        {
          path: 'agent/train.csv',
          view: 'agent',
          change: 'changed',
          bytesBefore: 1,
          bytesAfter: 2,
          hunks: null,
        },
      ],
    },
  })
  const { code, out } = await run('env', 'diff', 'solar', '--against', '1')
  expect(code).toBe(0)
  expect(out.split('\n')).toEqual([
    'version 1 -> 3: Units.',
    'changed agent/description.md (10 -> 11 bytes)',
    '@@',
    ' # Solar',
    '-in W',
    '+in kW',
    'changed agent/train.csv (1 -> 2 bytes)',
    '',
  ])
})

test('env submit sends the version to review', async () => {
  answers[`POST ${base}/1/submit`] = () => ({ json: { versionId: detail.version.id, status: 'in-review' } })
  expect(await run('env', 'submit', 'solar')).toMatchObject({
    code: 0,
    out: 'solar version 1 is in-review\n',
  })
})
