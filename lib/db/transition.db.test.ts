import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'
import { transitionCandidate, transitionCandidates, transitionRun } from '#lib/db/transition.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.drop())

const insertRun = () =>
  database.db.run.create({ data: { name: 'r', request: {}, idempotencyKey: randomUUID(), createdBy: 'a' } })

async function insertCandidate(attempt: number) {
  const words = { modality: 'tabular', taskType: 'binary', metric: 'auc', direction: 'maximize' } as const
  const texts = { title: 't', description: 'd', source: 's', licence: 'l', uploadedBy: 'a' }
  const seed = await database.db.seed.create({
    data: { slug: randomUUID(), contentHash: randomUUID(), dna: {}, files: [], ...words, ...texts },
  })
  const run = await insertRun()
  return database.db.candidate.create({
    data: { runId: run.id, ordinal: 0, seedId: seed.id, status: 'running', attempt },
  })
}

describe('compare-and-set', () => {
  test('of two racers one wins', async () => {
    const { id } = await insertRun()
    const race = await Promise.all(
      [1, 2, 3, 4].map(() => transitionRun(database.db, id, 'queued', 'running')),
    )
    expect(race.filter(Boolean)).toHaveLength(1)
  })

  test('a transition outside the table is a fault of the program', async () => {
    const { id } = await insertRun()
    await expect(transitionRun(database.db, id, 'queued', 'succeeded')).rejects.toThrow(/no transition/)
  })

  test('a worker that lost its lease changes nothing', async () => {
    const { id } = await insertCandidate(2)
    const { db } = database
    expect(await transitionCandidate(db, id, 'running', 'verified', { attempt: 1 })).toBe(false)
    expect(
      await transitionCandidate(db, id, 'running', 'verified', { attempt: 2, patch: { reason: 'ok' } }),
    ).toBe(true)
    expect(await db.candidate.findUnique({ where: { id } })).toMatchObject({
      status: 'verified',
      reason: 'ok',
    })
  })

  test('of a run moves the candidates that have the statuses, and no others', async () => {
    const { id, runId, seedId } = await insertCandidate(1)
    const { db } = database
    const held = await db.candidate.create({ data: { runId, ordinal: 1, seedId, status: 'held' } })
    expect(await transitionCandidates(db, runId, ['queued', 'held'], 'cancelled', { reason: 'asked' })).toBe(
      1,
    )
    expect(await db.candidate.findUnique({ where: { id } })).toMatchObject({ status: 'running' })
    expect(await db.candidate.findUnique({ where: { id: held.id } })).toMatchObject({
      status: 'cancelled',
      reason: 'asked',
    })
    await expect(transitionCandidates(db, runId, ['queued', 'verified'], 'cancelled')).rejects.toThrow(
      'no transition from verified',
    )
  })
})
