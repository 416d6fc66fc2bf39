import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { AT, uuid } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'
import type { ImportNote, TrainingImportView } from '#lib/contracts/imports.ts'

const view: TrainingImportView = {
  id: uuid(1),
  filename: 'a.jsonl',
  experiment: 'qwen',
  status: 'read',
  error: null,
  report: {
    v: 1,
    files: [{ file: 'a.jsonl', format: 'verl', runs: 1, points: 9 }],
    runs: [
      {
        id: uuid(2),
        name: 'seed 1',
        format: 'verl',
        metrics: 3,
        points: 9,
        stored: 9,
        segments: 1,
        resumed: false,
      },
    ],
    refused: [],
    warnings: [],
  },
  uploadedBy: 'u',
  uploadedByName: 'Ada',
  createdAt: AT,
  finishedAt: AT,
}

let answered: TrainingImportView
let polls: number
let present: boolean
const world = commandWorld(({ method, path }) => {
  if (path.endsWith('/packs')) return { json: { packs: [], next: null, catalogue: 0 } }
  if (method === 'POST') return { status: 202, json: { ...view, status: 'queued', report: null, present } }
  return { json: ++polls === 1 ? { ...answered, status: 'reading' } : answered }
})
const { run } = world
beforeEach(async () => {
  answered = view
  polls = 0
  present = false
  await writeFile(join(world.cwd, 'a.jsonl'), '{"step":1}')
  await writeFile(join(world.cwd, 'b.jsonl'), '{"step":2}')
})

test('sends the bytes with experiment and name, and waits until they are read', async () => {
  const { code, out, err } = await run('import', 'a.jsonl', '--experiment', 'qwen', '--name', 'seed 1')
  expect(code).toBe(0)
  expect(out).toContain('imported  qwen / seed 1  verl  3 metrics, 9 points (9 new)')
  expect(err).toContain('waits to be read')
  const sent = world.sent('POST')[0]
  expect(sent?.body.toString()).toBe('{"step":1}')
  expect(Object.fromEntries(sent?.query ?? [])).toEqual({
    filename: 'a.jsonl',
    experiment: 'qwen',
    name: 'seed 1',
  })
})

test('takes several files in their order; --json prints only JSON', async () => {
  const { code, out } = await run('import', 'b.jsonl', 'a.jsonl', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject([{ id: uuid(1), present: false }, { id: uuid(1) }])
  const names = world.received
    .filter(({ method }) => method === 'POST')
    .map(({ query }) => query.get('filename'))
  expect(names).toEqual(['b.jsonl', 'a.jsonl'])
})

test('says what was here before', async () => {
  present = true
  const { code, out, err } = await run('import', 'a.jsonl')
  expect(code).toBe(0)
  expect(err).toContain('was imported before')
  expect(out).toContain('present   qwen / seed 1')
})

test('a refused file and a failed one are findings; controls of a stranger’s name never reach the terminal', async () => {
  const note: ImportNote = {
    file: 'x\u001b[2Jy',
    where: 'line 3',
    message: 'The file is empty.',
    next: 'Wait.',
  }
  answered = { ...view, report: view.report && { ...view.report, refused: [note] } }
  const refused = await run('import', 'a.jsonl')
  expect(refused.code).toBe(1)
  expect(refused.out).toContain('(line 3): The file is empty.')
  expect(refused.out).not.toContain('\u001b')
  answered = { ...view, status: 'failed', error: 'The archive has no files.', report: null }
  expect(await run('import', 'a.jsonl')).toMatchObject({ code: 1, out: expect.stringContaining('no files') })
})

test('no file, a missing file and an unknown pack are usage failures', async () => {
  expect((await run('import')).code).toBe(2)
  expect((await run('import', 'none.jsonl')).code).toBe(2)
  expect(await run('import', 'a.jsonl', '--pack', 'p@1')).toMatchObject({
    code: 2,
    err: expect.stringContaining('no pack "p@1"'),
  })
})
