import { describe, expect, test } from 'vitest'
import { fileOf, plainOf, readAll } from '#lib/training/parsers/logs.fixture.ts'
import { openTrackioDatabase } from '#lib/training/parsers/trackers/tracker-files.fixture.ts'

const rowsFrom = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => ({
    runId: '68a3',
    name: 'grpo',
    step: from + i,
    metrics: JSON.stringify({ loss: 1 / (from + i) }),
    time: '2026-11-28T22:17:08.169069+00:00',
  }))
const { db, wal, shm } = openTrackioDatabase(rowsFrom(1, 300), rowsFrom(301, 900))
const FRAME = 4096 + 24

async function stepsOf(files: Record<string, Uint8Array>) {
  const sent = Object.entries(files).map(([path, content]) => fileOf(path, content, 4096))
  const { runs, refused, warnings } = await readAll(sent)
  return { steps: [...(plainOf(runs[0])[0]?.loss?.steps ?? [])], refused, warnings }
}
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1)

describe('a database of trackio that something has open', () => {
  test('is read with the rows of its -wal file, in any order and folder', async () => {
    const whole = await stepsOf({ 'p.db': db, 'p.db-wal': wal, 'p.db-shm': shm })
    expect(whole).toEqual({ steps: upTo(900), refused: [], warnings: [] })
    expect((await stepsOf({ 't/p.db-wal': wal, 't/p.db': db })).steps).toEqual(upTo(900))
  })

  test.each([512, 8192, 65_536])('pages of %d bytes', async (pageSize) => {
    const files = openTrackioDatabase(rowsFrom(1, 3), rowsFrom(4, 700), pageSize)
    expect((await stepsOf({ 'p.db': files.db, 'p.db-wal': files.wal })).steps).toEqual(upTo(700))
  })

  test('all of it may lie in the -wal file', async () => {
    const files = openTrackioDatabase([], rowsFrom(1, 40))
    expect((await stepsOf({ 'p.db': files.db, 'p.db-wal': files.wal })).steps).toEqual(upTo(40))
  })

  test('alone it says what may be missing; an empty -wal file holds nothing', async () => {
    const alone = await stepsOf({ 'p.db': db })
    expect(alone.steps).toEqual(upTo(300))
    expect(alone.warnings).toEqual([
      {
        file: 'p.db',
        where: null,
        message: expect.stringContaining('may lie in a file beside it'),
        next: expect.stringContaining('send both in one zip'),
      },
    ])
    expect((await stepsOf({ 'p.db': db, 'p.db-wal': new Uint8Array() })).steps).toEqual(upTo(300))
  })

  test('a -wal file without its database is refused, with the way that works', async () => {
    expect((await stepsOf({ 'p.db-wal': wal })).refused).toEqual([
      {
        file: 'p.db-wal',
        where: null,
        message: 'It holds rows for the database p.db, which was not sent.',
        next: 'Send both in one zip.',
      },
    ])
  })

  test('cut off, it gives what was committed before, and says so', async () => {
    const cut = await stepsOf({ 'p.db': db, 'p.db-wal': wal.subarray(0, 32 + 200 * FRAME + 100) })
    expect(cut.steps.length).toBeGreaterThan(300)
    expect(cut.steps.length).toBeLessThan(900)
    expect(cut.steps).toEqual(upTo(cut.steps.length))
    expect(cut.warnings[0]?.message).toContain('ends in the middle of a change')
  })

  test('a -wal file that is damaged, or of another database, refuses both rather than lose rows', async () => {
    const wrong = Uint8Array.from(wal)
    wrong[9] = 0xff
    const other = openTrackioDatabase([], rowsFrom(1, 3), 8192).wal
    for (const [log, why] of [
      [wrong, 'header of its -wal file'],
      [wal.subarray(0, 20), 'cut off'],
      [other, 'another database'],
    ] as const) {
      const { steps, refused } = await stepsOf({ 'p.db': db, 'p.db-wal': log })
      expect(steps).toEqual([])
      expect(refused[0]?.message).toContain(why)
    }
  })

  test('what is left of rounds that the database has taken over is not a row', async () => {
    const old = new Uint8Array(wal.length + FRAME)
    old.set(wal)
    old.set(wal.subarray(32, 32 + FRAME), wal.length)
    old[wal.length + 8] = (old[wal.length + 8] ?? 0) ^ 1
    expect(await stepsOf({ 'p.db': db, 'p.db-wal': old })).toEqual({
      steps: upTo(900),
      refused: [],
      warnings: [],
    })
  })
})

test('a database in the middle of a change is refused; a journal that is done with is passed over', async () => {
  const journal = new Uint8Array(1024)
  const done = await stepsOf({ 'p.db': db, 'p.db-wal': wal, 'p.db-journal': journal })
  expect(done).toEqual({ steps: upTo(900), refused: [], warnings: [] })
  journal.set([0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7])
  const hot = await stepsOf({ 'p.db': db, 'p.db-journal': journal })
  expect(hot.steps).toEqual([])
  expect(hot.refused).toEqual([
    {
      file: 'p.db',
      where: null,
      message: 'It was copied in the middle of a change: p.db-journal lies beside it.',
      next: 'Copy it again while nothing writes to it.',
    },
  ])
  expect((await stepsOf({ 'p.db-journal': journal })).refused[0]?.next).toBe('Send the database.')
})
