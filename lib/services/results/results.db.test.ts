import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { AdjudicateInput } from '#lib/contracts/results.ts'
import { DownloadRow, ResultsBoard, SystemDetail } from '#lib/contracts/results.ts'
import type { ServiceContext } from '#lib/services/context.ts'
import { adjudicate } from '#lib/services/results/adjudicate.ts'
import { createSystem } from '#lib/services/results/create-system.ts'
import { exportResults } from '#lib/services/results/export-results.ts'
import { getResultsImport } from '#lib/services/results/get-results-import.ts'
import { getSystem } from '#lib/services/results/get-system.ts'
import { listLedger } from '#lib/services/results/list-ledger.ts'
import { listResults } from '#lib/services/results/list-results.ts'
import { resultsOfTraining } from '#lib/services/results/results-of-training.ts'
import { stageResultsImport } from '#lib/services/results/stage-results-import.ts'
import { storeReports } from '#lib/services/results/store-reports.ts'
import { updateSystem } from '#lib/services/results/update-system.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'
import { FULL_SPLIT } from '#lib/training/results/full-split.ts'
import { LITE_SPLIT } from '#lib/training/results/lite-split.ts'
import { readReports } from '#lib/training/results/read-upload.fixture.ts'
import { entryOf, reportText } from '#lib/training/results/report-sets.fixture.ts'

let world: TestServices
let ctx: ServiceContext
beforeAll(async () => {
  world = await openTestServices()
  ctx = world.as(await world.user('researcher', 'Rosa'))
})
afterAll(() => world.close())

const SPLIT = LITE_SPLIT.map(({ id }) => id)
const describeSystem = (over: object = {}) =>
  createSystem({
    ctx,
    input: { name: `system ${randomUUID()}`, model: 'qwen3-8b', method: 'rl', scaffold: 'AIDE', ...over },
  })

/** Seeds of the split: the first `medals[seed]` competitions have gold, the rest is below the median. */
async function importSeeds(systemId: string, medals: readonly number[]) {
  const stored = []
  for (const [seed, count] of medals.entries()) {
    const text = reportText(SPLIT.map((id, index) => entryOf(id, index < count ? 'gold' : 'below')))
    const { reports } = await readReports(`${seed}_grading_report.json`, new TextEncoder().encode(text))
    const blob = await world.blobs.put(new TextEncoder().encode(text))
    const input = { systemId, filename: `${seed}.json`, blob: blob.sha256, bytes: blob.bytes }
    const { id: importId } = await stageResultsImport({ ctx, input })
    stored.push(...(await storeReports({ ctx, input: { systemId, importId, reports } })))
  }
  return stored
}
async function importText(systemId: string, text: string) {
  const { reports } = await readReports('x_grading_report.json', new TextEncoder().encode(text))
  const blob = await world.blobs.put(new TextEncoder().encode(text))
  const input = { systemId, filename: 'x.json', blob: blob.sha256, bytes: blob.bytes }
  const { id: importId } = await stageResultsImport({ ctx, input })
  await storeReports({ ctx, input: { systemId, importId, reports } })
}
/** A pack with a version for each slug. */
async function packOf(slugs: readonly string[]): Promise<string> {
  const pack = await world.database.db.pack.create({
    data: { slug: randomUUID(), version: 1, title: 'Pack', layout: 'sandmle-task', createdBy: 'a' },
  })
  for (const slug of slugs) {
    const { id: versionId, contentHash } = await world.version({ slug })
    await world.database.db.packEntry.create({
      data: { packId: pack.id, versionId, contentHash, split: 'train' },
    })
  }
  return pack.id
}
const board = async (input: object = {}) => ResultsBoard.parse(await listResults({ ctx, input }))
const rowOf = async (id: string, input: object = {}) =>
  (await board(input)).systems.find((row) => row.system.id === id)

describe('systems', () => {
  test('a name is taken once in a benchmark; what is left out of a change stays', async () => {
    const one = await describeSystem({ hardware: '1 x A100', gradings: 5 })
    await expect(describeSystem({ name: one.name })).rejects.toMatchObject({ code: 'conflict' })
    await describeSystem({ name: one.name, benchmark: 'mle-dojo' })
    const changed = await updateSystem({ ctx, input: { id: one.id, hours: 24, gradings: null } })
    expect(changed).toMatchObject({ hardware: '1 x A100', hours: 24, gradings: null, feedback: 'unknown' })
    await expect(describeSystem({ packId: randomUUID() })).rejects.toMatchObject({ code: 'not-found' })
    // @ts-expect-error a system stays in its benchmark
    await expect(updateSystem({ ctx, input: { id: one.id, benchmark: 'mle-dojo' } })).rejects.toMatchObject({
      code: 'invalid',
    })
    const where = { entityId: one.id, verb: 'results.update-system' }
    expect(await world.database.db.audit.count({ where })).toBe(1)
  })
})

describe('importing', () => {
  test('an upload waits for a worker with what was said of it', async () => {
    const { id } = await describeSystem()
    const input = { systemId: id, filename: 'a.zip', blob: 'b'.repeat(64), bytes: 3, experiment: 'aide' }
    const upload = await stageResultsImport({ ctx, input })
    expect(world.jobs.at(-1)).toEqual({ queue: 'import.read', id: upload.id })
    expect(await getResultsImport({ ctx, input: { id: upload.id } })).toMatchObject({
      systemId: id,
      status: 'queued',
      report: null,
    })
    await expect(
      stageResultsImport({ ctx, input: { ...input, systemId: randomUUID() } }),
    ).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('a report is stored once for a system, however often it is sent', async () => {
    const { id } = await describeSystem()
    expect((await importSeeds(id, [6, 7])).map((one) => one.repeated)).toEqual([false, false])
    expect((await importSeeds(id, [6, 8])).map((one) => one.repeated)).toEqual([true, false])
    const row = await rowOf(id)
    expect(row?.aggregate).toMatchObject({ seeds: 3, fewest: 3, most: 3, padded: 0, missing: [] })
    expect(row?.aggregate.measures?.['any-medal'].mean).toBeCloseTo((100 * 7) / 22, 9)
    expect(row?.aggregate.measures?.['any-medal'].sem).toBeCloseTo(100 / 22 / Math.sqrt(3), 9)
  })
})

describe('adjudication', () => {
  test('zeroing needs a reason, moves the mean, stays in the ledger, and is taken back with a trace', async () => {
    const { id, name } = await describeSystem()
    await importSeeds(id, [6])
    const detail = SystemDetail.parse(await getSystem({ ctx, input: { id } }))
    const resultId = detail.cells[0]?.attempts[0]?.id ?? ''
    const mean = async () => (await rowOf(id))?.aggregate.measures?.['any-medal'].mean
    const decide = (input: Omit<z.input<typeof AdjudicateInput>, 'id' | 'resultId'>) =>
      adjudicate({ ctx, input: { id, resultId, ...input } })
    await expect(decide({ decision: 'zeroed', reason: ' x ' })).rejects.toThrow(/reason/)
    await expect(decide({ decision: 'rescored', reason: 'regraded' })).rejects.toThrow(/tier/)
    await expect(decide({ decision: 'zeroed', tier: 'gold', reason: 'why' })).rejects.toThrow(/tier/)
    expect(await mean()).toBeCloseTo(600 / 22, 9)
    await decide({ decision: 'zeroed', reason: 'The agent read the leaderboard.' })
    expect(await mean()).toBeCloseTo(500 / 22, 9)
    expect((await rowOf(id))?.rulings.zeroed).toBe(1)
    await decide({ decision: 'excluded', reason: 'The machine failed.' })
    expect(await mean()).toBeCloseTo(500 / 21, 9)
    await decide({ decision: 'included', reason: 'It did not.' })
    expect(await mean()).toBeCloseTo(600 / 22, 9)
    const { entries } = await listLedger({ ctx, input: { systemId: id } })
    expect(entries.map((one) => one.decision)).toEqual(['included', 'excluded', 'zeroed'])
    expect(entries[2]).toMatchObject({
      systemName: name,
      competition: SPLIT[0],
      reportedTier: 'gold',
      byName: 'Rosa',
      reason: 'The agent read the leaderboard.',
    })
    expect(await world.database.db.audit.count({ where: { entityId: resultId } })).toBe(3)
  })

  test('a result of another system is not found', async () => {
    const [one, other] = [await describeSystem(), await describeSystem()]
    await importSeeds(one.id, [1])
    const detail = await getSystem({ ctx, input: { id: one.id } })
    const resultId = detail.cells[0]?.attempts[0]?.id ?? ''
    const input = { id: other.id, resultId, decision: 'zeroed' as const, reason: 'wrong place' }
    await expect(adjudicate({ ctx, input })).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('the board', () => {
  test('without tasks with known defects it names the five that it took out', async () => {
    const { removed, competitions } = await board({ clean: 'true' })
    expect(competitions).toHaveLength(17)
    expect(removed.map(({ id }) => id)).toEqual([
      'jigsaw-toxic-comment-classification-challenge',
      'random-acts-of-pizza',
      'ranzcr-clip-catheter-line-classification',
      'tabular-playground-series-dec-2021',
      'tabular-playground-series-may-2022',
    ])
  })

  test('reported rows stand apart from computed ones', async () => {
    const { systems, reference } = await board()
    expect(reference.find((row) => row.name === 'Qwen3-30B-A3B' && row.detail === 'SandMLE')).toMatchObject({
      source: 'paper',
      mean: 27.3,
      sem: null,
      derived: false,
    })
    const names = systems.map((row) => row.system.name)
    expect(reference.some((row) => names.includes(row.name))).toBe(false)
    expect((await board({ benchmark: 'mle-dojo' })).reference).toEqual([])
  })

  test('compares two systems, and says when they cannot be told apart', async () => {
    const [a, b] = [await describeSystem(), await describeSystem()]
    await importSeeds(a.id, [7, 7])
    await importSeeds(b.id, [6, 6])
    const { comparison } = await board({ compare: `${a.id},${b.id}` })
    expect(comparison?.result).toMatchObject({ separable: false, replicates: 4000 })
    expect(comparison?.result?.difference).toBeCloseTo(100 / 22, 9)
    await expect(board({ compare: `${a.id},${randomUUID()}` })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('one seed has a mean and no error', async () => {
    const { id } = await describeSystem()
    await importSeeds(id, [11])
    expect((await rowOf(id))?.aggregate.measures?.['any-medal']).toMatchObject({
      mean: 50,
      sem: null,
      low: null,
      high: null,
    })
  })

  test('the whole benchmark counts all 75, each of them', async () => {
    const { id } = await describeSystem({ benchmark: 'mle-bench' })
    const ids = FULL_SPLIT.map((one) => one.id)
    await importText(id, reportText(ids.map((one, index) => entryOf(one, index < 30 ? 'gold' : 'below'))))
    const row = await rowOf(id, { benchmark: 'mle-bench' })
    expect(row?.cells).toHaveLength(75)
    expect(row?.aggregate.measures?.gold.mean).toBeCloseTo(40, 9)
    const { rows } = await exportResults({ ctx, input: { systemId: id } })
    expect(rows.filter(({ inSplit }) => inSplit)).toHaveLength(75)
  })

  test('systems over a pack are counted over its tasks, and ranked with those over the same pack', async () => {
    const [one, other] = [await packOf(['plum-rot', 'kiln-heat', 'moss-dry']), await packOf(['tin-cup'])]
    await expect(describeSystem({ benchmark: 'pack' })).rejects.toThrow(/evaluated/)
    await expect(describeSystem({ splitPackId: one })).rejects.toThrow(/evaluated/)
    const { id } = await describeSystem({ benchmark: 'pack', splitPackId: one })
    const { id: elsewhere } = await describeSystem({ benchmark: 'pack', splitPackId: other })
    await importText(
      id,
      reportText([entryOf('kiln-heat', 'gold'), entryOf('moss-dry', 'below'), entryOf('plum-rot', 'bronze')]),
    )
    const shown = await board({ benchmark: 'pack', pack: one })
    expect(shown.systems.map(({ system }) => system.id)).toEqual([id])
    expect(shown.competitions.map((task) => task.id)).toEqual(['kiln-heat', 'moss-dry', 'plum-rot'])
    expect(shown.systems[0]?.aggregate.measures?.['any-medal'].mean).toBeCloseTo(200 / 3, 9)
    expect(shown.packs.map((link) => link.id)).toEqual([other, one])
    const newest = await board({ benchmark: 'pack' })
    expect([newest.pack, newest.systems.map(({ system }) => system.id)]).toEqual([other, [elsewhere]])
    const detail = await getSystem({ ctx, input: { id } })
    expect(detail.system.splitPack).toEqual({ id: one, name: 'Pack v1' })
    expect(detail.aggregate.measures).not.toBeNull()
  })

  test('a system that is put away leaves the board, keeps its reports, and comes back', async () => {
    const { id } = await describeSystem()
    await importSeeds(id, [4])
    const put = (archived: boolean) => updateSystem({ ctx, input: { id, archived } })
    expect((await put(true)).archivedAt).not.toBeNull()
    expect(await rowOf(id)).toBeUndefined()
    expect((await rowOf(id, { archived: 'true' }))?.aggregate.seeds).toBe(1)
    expect((await getSystem({ ctx, input: { id } })).files).toHaveLength(1)
    const taken = describeSystem({ name: (await getSystem({ ctx, input: { id } })).system.name })
    await expect(taken).rejects.toThrow(/archived system is called .* Restore it/)
    expect((await put(false)).archivedAt).toBeNull()
    expect((await rowOf(id))?.aggregate.seeds).toBe(1)
  })

  test('MLE-Dojo has a HumanRank, over what was attempted', async () => {
    const { id } = await describeSystem({ benchmark: 'mle-dojo' })
    const history = (competition: string, rank: number | null) => {
      const submission = { raw_score: 1, position_score: { avg_score: rank } }
      return JSON.stringify({ competition, actions: rank === null ? [] : [{ result: { submission } }] })
    }
    for (const [index, text] of [history('a', 0.5), history('b', null)].entries()) {
      const { reports } = await readReports(`${index}/history.json`, new TextEncoder().encode(text))
      const input = { systemId: id, filename: 'h.json', blob: 'c'.repeat(64), bytes: 3 }
      const { id: importId } = await stageResultsImport({ ctx, input })
      await storeReports({ ctx, input: { systemId: id, importId, reports } })
    }
    const row = await rowOf(id, { benchmark: 'mle-dojo' })
    expect(row?.aggregate.measures?.['human-rank'].mean).toBeCloseTo(25, 9)
    expect(row?.aggregate.measures?.valid.mean).toBeCloseTo(50, 9)
  })
})

test('the download holds what the means are made of', async () => {
  const { id } = await describeSystem()
  await importSeeds(id, [6, 8])
  const { rows } = await exportResults({ ctx, input: { systemId: id } })
  const parsed = rows.map((row) => DownloadRow.parse(row))
  const medals = [1, 2].map(
    (seed) => parsed.filter((row) => row.seed === seed && row.inSplit && row.counted === 'gold').length,
  )
  expect(medals).toEqual([6, 8])
  const mean = (await rowOf(id))?.aggregate.measures?.gold.mean
  expect(mean).toBeCloseTo((100 * (6 + 8)) / 2 / 22, 9)
})

test('a training run and its pack lead to the systems that came from them', async () => {
  const pack = await world.database.db.pack.create({
    data: { slug: randomUUID(), version: 1, title: 'Pack', layout: 'sandmle-task', createdBy: 'a' },
  })
  const { id } = await describeSystem({ packId: pack.id })
  await importSeeds(id, [3])
  const linked = await resultsOfTraining({ ctx, input: { packIds: [pack.id] } })
  expect(linked.map((row) => row.system.pack)).toEqual([{ id: pack.id, name: 'Pack v1' }])
  expect(await resultsOfTraining({ ctx, input: { runIds: [randomUUID()] } })).toEqual([])
})
