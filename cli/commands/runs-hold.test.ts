import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { candidateView, runDetail } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'

const world = commandWorld()
const { answers, run } = world

test('a file that a held candidate waits with is read, and saved over what stands', async () => {
  const lane = candidateView(1, { status: 'held', phase: 'data-strategist' })
  const detail = runDetail({ lanes: [lane] })
  const number = '2'
  const where = `runs/${detail.id}/candidates/${lane.id}/artefacts`
  const view = {
    role: 'data-strategist',
    file: 'spec.json',
    text: '{}\n',
    sha256: 'a'.repeat(64),
    made: '{}\n',
  }
  answers[`GET runs/${detail.id}`] = () => ({ json: detail })
  answers[`GET ${where}`] = () => ({
    json: { role: 'data-strategist', repair: 0, files: ['spec.json'], edits: [] },
  })
  answers[`GET ${where}/spec.json`] = () => ({ json: view })
  answers[`PUT ${where}/spec.json`] = () => ({ json: { ...view, text: '{"a":1}\n' } })
  expect(await run('runs', 'artefact', detail.id, '--candidate', number)).toMatchObject({
    out: 'spec.json\n',
  })
  const read = await run('runs', 'artefact', detail.id, '--candidate', number, '--file', 'spec.json')
  expect(read).toMatchObject({ code: 0, out: '{}\n' })
  const got = ['--candidate', number, '--file', 'spec.json', '--out', 'theirs.json']
  expect((await run('runs', 'artefact', detail.id, ...got)).code).toBe(0)
  expect(await readFile(join(world.cwd, 'theirs.json'), 'utf8')).toBe('{}\n')
  expect((await run('runs', 'artefact', detail.id, ...got)).err).toContain('Name a new file with --out.')
  await writeFile(join(world.cwd, 'mine.json'), '{"a":1}\n')
  const saved = await run(
    'runs',
    'edit',
    detail.id,
    '--candidate',
    number,
    '--file',
    'spec.json',
    '--from',
    'mine.json',
  )
  expect(saved).toMatchObject({ code: 0, out: 'spec.json was saved\n' })
  const put = world.sent('PUT')[0]
  expect(JSON.parse(put?.body.toString() ?? '')).toEqual({
    content: '{"a":1}\n',
    expectedSha256: 'a'.repeat(64),
  })
  expect(await run('runs', 'artefact', detail.id, '--candidate', '400')).toMatchObject({ code: 2 })
  await writeFile(join(world.cwd, 'latin1.json'), Buffer.from([0x22, 0xe9, 0x22]))
  const latin = ['--candidate', number, '--file', 'spec.json', '--from', 'latin1.json']
  const refused = await run('runs', 'edit', detail.id, ...latin)
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('not UTF-8 text') })
  expect(world.sent('PUT')).toHaveLength(1)
})

test('one held candidate continues, or all of them', async () => {
  const detail = runDetail({
    lanes: [candidateView(0, { status: 'held' }), candidateView(1, { status: 'held' })],
  })
  answers[`GET runs/${detail.id}`] = () => ({ json: detail })
  answers[`POST runs/${detail.id}/resume`] = () => ({ json: { runId: detail.id, resumed: 1 } })
  expect((await run('runs', 'resume', detail.id, '--candidate', '2')).out).toContain(
    '1 held candidate continues',
  )
  expect(world.sentJson()).toEqual({ candidateId: detail.lanes[1]?.id })
  expect((await run('runs', 'resume', detail.id)).code).toBe(0)
  expect(String(world.sent('POST')[1]?.body)).toBe('{}')
  expect((await run('runs', 'resume', detail.id, '--candidate', '3')).code).toBe(2)
})
