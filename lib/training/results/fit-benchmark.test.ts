import { describe, expect, test } from 'vitest'
import { REPORT_FORMS, type ReportForm } from '#lib/domain/results.ts'
import { fitReports, type ReportsSplit } from '#lib/training/results/fit-benchmark.ts'
import { FULL_SPLIT } from '#lib/training/results/full-split.ts'
import { withoutThresholds } from '#lib/training/results/graded-result.ts'
import { LITE_SPLIT } from '#lib/training/results/lite-split.ts'

const LITE = new Set(LITE_SPLIT.map(({ id }) => id))
const FULL = FULL_SPLIT.map(({ id }) => id)
const lite: ReportsSplit = { benchmark: 'mle-bench-lite', ids: LITE, aliases: new Map() }
const whole: ReportsSplit = { benchmark: 'mle-bench', ids: new Set(FULL), aliases: new Map() }
const dojo: ReportsSplit = { benchmark: 'mle-dojo', ids: null, aliases: new Map() }
const pack: ReportsSplit = {
  benchmark: 'pack',
  ids: new Set(['plum-rot', 'kiln-heat']),
  aliases: new Map([['0-val-plum-rot', 'plum-rot']]),
}
const read = (ids: readonly string[], form: ReportForm = 'mle-bench') => ({
  reports: [
    {
      form,
      filename: 'r.json',
      runGroup: null,
      sha256: 'a',
      results: ids.map((competition) =>
        withoutThresholds({ competition, score: null, tier: 'gold', humanRank: null }),
      ),
    },
  ],
  refused: [],
  warnings: [],
})

describe('fitReports', () => {
  test('the split files have 22 and 75 tasks, one inside the other', () => {
    expect([LITE.size, FULL.length, FULL.filter((id) => LITE.has(id)).length]).toEqual([22, 75, 22])
  })

  test('a report of all 75 fits the whole benchmark; for the lite split it says what counts in no figure', () => {
    expect(fitReports(read(FULL), whole)).toMatchObject({ warnings: [], refused: [] })
    const { reports, warnings } = fitReports(read(FULL), lite)
    expect(reports[0]?.results).toHaveLength(75)
    expect(warnings[0]?.message).toMatch(/^53 of its 75 competitions are not in the split low/)
    expect(warnings[0]?.message).toMatch(/3d-object.* and 48 more\. .*--benchmark mle-bench/)
  })

  test('a report of tasks of a pack fits that pack, under either name of a task, and is refused elsewhere', () => {
    const { reports, warnings } = fitReports(read(['0-val-plum-rot', 'kiln-heat']), pack)
    expect(reports[0]?.results.map(({ competition }) => competition)).toEqual(['plum-rot', 'kiln-heat'])
    expect(warnings).toEqual([])
    const elsewhere = fitReports(read(['plum-rot', 'kiln-heat']), lite)
    expect(elsewhere.reports).toEqual([])
    expect(elsewhere.refused[0]?.message).toMatch(/None of its 2 competitions .*plum-rot/)
    expect(fitReports(read(['leaf-classification']), pack).refused[0]?.message).toMatch(/in the pack of this/)
  })

  test.each([
    ['mle-dojo', lite, /a history of MLE-Dojo.*--benchmark mle-dojo/],
    ['mle-dojo', whole, /a history of MLE-Dojo/],
    ['mle-dojo', pack, /one of A pack/],
    ['mle-bench', dojo, /a grading report of mlebench.*--benchmark mle-bench-lite/],
    ['rewards', dojo, /an output of the authors' evaluation/],
  ] as const)('a report of %s is refused by a system of another tool', (form, split, message) => {
    const { reports, refused } = fitReports(read(['leaf-classification'], form), split)
    expect(reports).toEqual([])
    expect(refused).toEqual([{ file: 'r.json', message: expect.stringMatching(message) }])
  })

  test('every form has a home', () => {
    for (const form of REPORT_FORMS)
      expect(fitReports(read(['x'], form), dojo).reports.length).toBe(form === 'mle-dojo' ? 1 : 0)
  })
})
