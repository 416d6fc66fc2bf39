import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Adjudication, Measure } from '#lib/domain/results.ts'
import type { Tier } from '#lib/domain/vocabulary.ts'
import { aggregate, type ReportedResult, seedsOf } from '#lib/training/results/aggregate.ts'
import { compareSystems } from '#lib/training/results/compare.ts'
import { DEFECT_IDS, LITE_SPLIT } from '#lib/training/results/lite-split.ts'
import { readReports } from '#lib/training/results/read-upload.fixture.ts'
import {
  entryOf,
  type ReportSet,
  randomOf,
  reportSet,
  reportText,
} from '#lib/training/results/report-sets.fixture.ts'
import { findPython } from '#scripts/setup/python.mjs'

const SETS = 200
const SPLIT = LITE_SPLIT.map(({ id }) => id)
const bytes = (text: string) => new TextEncoder().encode(text)

/** The set as the product reads it: through the parser, with rulings put where a database would. */
async function read({ files, rulings }: Pick<ReportSet, 'files' | 'rulings'>) {
  const reports = []
  for (const [filename, text] of Object.entries(files)) {
    const { reports: read, refused } = await readReports(filename, bytes(text))
    expect(refused).toEqual([])
    for (const report of read)
      reports.push({
        filename,
        results: report.results.map((result, index): ReportedResult => {
          const ruling = rulings.find(([file, at]) => file === filename && at === index)
          return {
            ...result,
            id: `${filename}#${index}`,
            ruling: ruling ? { decision: ruling[2] as Adjudication, tier: ruling[3] as Tier | null } : null,
          }
        }),
      })
  }
  return seedsOf(reports)
}

type Expected = { seeds: number; measures: Record<string, [number, number]> | null }

const SLOW_MS = 60_000

test(
  `means, standard errors and medals of ${SETS} report sets equal an independent script`,
  async () => {
    const random = randomOf(20260410)
    const sets = Array.from({ length: SETS }, () => reportSet(random))
    const python = findPython()
    expect(python).not.toBeNull()
    const script = fileURLToPath(new URL('./aggregate-reports.fixture.py', import.meta.url))
    const answer = spawnSync(python ?? '', ['-I', script], {
      input: JSON.stringify(sets),
      maxBuffer: 2 ** 28,
    })
    expect(answer.stderr.toString()).toBe('')
    const expected = JSON.parse(answer.stdout.toString()) as Expected[]
    expect(expected).toHaveLength(SETS)
    for (const [index, set] of sets.entries()) {
      const ours = aggregate(await read(set), set.split, { pad: set.pad })
      const theirs = expected[index]
      expect(ours.seeds, `set ${index}`).toBe(theirs?.seeds)
      expect(ours.measures === null, `set ${index}`).toBe(theirs?.measures === null)
      for (const [measure, [mean, sem]] of Object.entries(theirs?.measures ?? {})) {
        const estimate = ours.measures?.[measure as Measure]
        expect(estimate?.mean, `set ${index} ${measure}`).toBeCloseTo(mean, 9)
        // The script says 0 for one seed, of which there is no error.
        if (ours.seeds === 1) expect(estimate).toMatchObject({ sem: null, low: null, high: null })
        else expect(estimate?.sem, `set ${index} ${measure}`).toBeCloseTo(sem, 9)
      }
    }
    // The sets are worth comparing: some have no full seed, some are padded, most are not trivial.
    expect(expected.filter((one) => one.measures === null).length).toBeGreaterThan(5)
    expect(expected.filter((one) => one.seeds >= 3).length).toBeGreaterThan(50)
  },
  SLOW_MS,
)

const fullSeed = (outcome: (id: string, index: number) => Parameters<typeof entryOf>[1]) =>
  reportText(SPLIT.map((id, index) => entryOf(id, outcome(id, index))))

describe('aggregate', () => {
  const three = {
    'a_grading_report.json': fullSeed((_id, i) => (i < 6 ? 'gold' : 'below')),
    'b_grading_report.json': fullSeed((_id, i) => (i < 7 ? 'gold' : 'below')),
    'c_grading_report.json': fullSeed((_id, i) => (i < 8 ? 'gold' : 'invalid')),
  }
  test('mean and standard error of a case worked out by hand', async () => {
    const { measures, seeds } = aggregate(await read({ files: three, rulings: [] }), SPLIT, { pad: false })
    expect(seeds).toBe(3)
    // 6, 7 and 8 of 22: mean 7/22, sample deviation 1/22.
    expect(measures?.['any-medal'].mean).toBeCloseTo(700 / 22, 10)
    expect(measures?.['any-medal'].sem).toBeCloseTo(100 / 22 / Math.sqrt(3), 10)
    expect(measures?.['any-medal'].high).toBeCloseTo(700 / 22 + (1.96 * 100) / 22 / Math.sqrt(3), 10)
  })

  test('zeroing moves the mean, excluding the denominator, and a later decision takes both back', async () => {
    const medals = async (decision: string, tier: string | null = null) => {
      const rulings: ReportSet['rulings'] = [['a_grading_report.json', 0, decision, tier]]
      const { measures } = aggregate(await read({ files: three, rulings }), SPLIT, { pad: false })
      return measures?.['any-medal'].perSeed[0]
    }
    expect(await medals('included')).toBeCloseTo(600 / 22, 10)
    expect(await medals('zeroed')).toBeCloseTo(500 / 22, 10)
    expect(await medals('excluded')).toBeCloseTo(500 / 21, 10)
    expect(await medals('rescored', 'median')).toBeCloseTo(500 / 22, 10)
  })

  test('without tasks with a listed defect the split is smaller', async () => {
    expect(DEFECT_IDS).toHaveLength(5)
    const clean = SPLIT.filter((id) => !DEFECT_IDS.includes(id))
    const { measures } = aggregate(await read({ files: three, rulings: [] }), clean, { pad: false })
    // All six golds of the first seed lie before the first id with a defect.
    expect(measures?.['any-medal'].perSeed[0]).toBeCloseTo(600 / 17, 10)
  })
})

describe('compareSystems', () => {
  const system = (medals: number) =>
    read({
      files: { 'a_grading_report.json': fullSeed((_id, i) => (i < medals ? 'gold' : 'below')) },
      rulings: [],
    })

  test('two equal systems differ by nothing and are not separable', async () => {
    const result = compareSystems(await system(6), await system(6), SPLIT, 'any-medal')
    expect(result).toMatchObject({ difference: 0, low: 0, high: 0, separable: false })
  })

  test('one medal more is not separable, twelve are, and the answer never changes', async () => {
    const close = compareSystems(await system(7), await system(6), SPLIT, 'any-medal')
    expect(close?.difference).toBeCloseTo(100 / 22, 10)
    expect(close?.separable).toBe(false)
    const far = compareSystems(await system(16), await system(4), SPLIT, 'any-medal')
    expect(far?.separable).toBe(true)
    expect(far?.low).toBeGreaterThan(0)
    // Twelve of 22 that differ by 100 points: the binomial gives 54.5 ± 1.96 x 10.6.
    expect(far?.low).toBeGreaterThan(29)
    expect(far?.high).toBeLessThan(80)
    expect(compareSystems(await system(16), await system(4), SPLIT, 'any-medal')).toEqual(far)
  })

  test('systems without a common competition are not compared', async () => {
    expect(compareSystems(await system(6), new Map(), SPLIT, 'valid')).toBeNull()
  })
})
