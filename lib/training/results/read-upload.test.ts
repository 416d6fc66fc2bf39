import { describe, expect, test } from 'vitest'
import { rawZip } from '#lib/packs/raw-zip.fixture.ts'
import { parseJsonWithNaN } from '#lib/training/results/json-with-nan.ts'
import { tierOfReward } from '#lib/training/results/parse-evaluation-output.ts'
import { readUpload } from '#lib/training/results/read-upload.ts'
import { entryOf, reportText } from '#lib/training/results/report-sets.fixture.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const zip = (files: Record<string, string>) =>
  rawZip(Object.entries(files).map(([name, content]) => ({ name, content: bytes(content) })))
const report = (...outcomes: Parameters<typeof entryOf>[1][]) =>
  reportText(outcomes.map((outcome, index) => entryOf(`task-${index}`, outcome)))

test('bare NaN and infinities read as null, inside strings they stay', () => {
  expect(parseJsonWithNaN('{"a": NaN, "b": [-Infinity, Infinity], "c": "NaN \\" Infinity"}')).toEqual({
    a: null,
    b: [null, null],
    c: 'NaN " Infinity',
  })
  expect(() => parseJsonWithNaN('{"a": NaN')).toThrow(SyntaxError)
})

test('a text that opens a string and never closes it is refused in time', () => {
  const started = performance.now()
  expect(() => parseJsonWithNaN(`["${'\\"'.repeat(2_000_000)}`)).toThrow(SyntaxError)
  expect(performance.now() - started).toBeLessThan(4000)
})

describe('grading reports', () => {
  test('one file: tiers, thresholds and the strict median are kept as they are said', async () => {
    const text = report('gold', 'gold-at-median', 'median', 'below', 'invalid', 'missing')
    expect(text).toContain('NaN')
    const { reports, refused, warnings } = await readUpload('x_grading_report.json', bytes(text))
    expect([refused, warnings]).toEqual([[], []])
    expect(reports[0]?.results.map(({ tier }) => tier)).toEqual([
      'gold',
      'gold',
      'median',
      'below',
      'fail',
      'fail',
    ])
    expect(reports[0]?.results.map((one) => one.aboveMedian)).toEqual([
      true,
      false,
      true,
      false,
      false,
      false,
    ])
    expect(reports[0]?.results[0]).toMatchObject({ score: 0.75, bronzeThreshold: null, goldThreshold: 0.9 })
    expect(reports[0]?.results[5]).toMatchObject({ submissionExists: false, validSubmission: false })
  })

  test('a missing key is named with its competition, and nothing of the file counts', async () => {
    const { above_median: _, ...cut } = entryOf('task-x', 'gold') as Record<string, unknown>
    const { reports, refused } = await readUpload(
      'r.json',
      bytes(reportText([entryOf('task-0', 'gold'), cut])),
    )
    expect(reports).toEqual([])
    expect(refused).toEqual([{ file: 'r.json', message: expect.stringMatching(/task-x: .*above_median/) }])
    expect((await readUpload('r.json', bytes('{"competition_reports": []}'))).refused).toHaveLength(1)
    expect((await readUpload('r.json', bytes('{"competition_re'))).refused[0]?.message).toContain('no JSON')
    expect((await readUpload('r.json', bytes('{"a": 1}'))).refused[0]?.message).toContain('known forms')
  })

  test('a zip of run groups: reports with their groups; submissions and logs are not read', async () => {
    const groups = {
      'runs/g1/1_grading_report.json': report('gold'),
      'runs/g1/metadata.json': '{"run_group": "2026_run-group_aide", "runs": {}}',
      'runs/g2/2_grading_report.json': report('below'),
      'runs/g2/task-0_x/submission/submission.csv': 'id,target\n',
    }
    const { reports } = await readUpload('runs.zip', zip(groups))
    expect(reports.map(({ filename, runGroup }) => [filename, runGroup])).toEqual([
      ['runs/g1/1_grading_report.json', '2026_run-group_aide'],
      ['runs/g2/2_grading_report.json', 'g2'],
    ])
    const table = 'experiment_id,run_group\naide,2026_run-group_aide\nmlab,g2\n'
    const both = { ...groups, 'runs/run_group_experiments.csv': table }
    await expect(readUpload('runs.zip', zip(both))).rejects.toMatchObject({
      publicMessage: expect.stringContaining('aide, mlab'),
    })
    const one = await readUpload('runs.zip', zip(both), 'mlab')
    expect(one.reports.map(({ runGroup }) => runGroup)).toEqual(['g2'])
    await expect(readUpload('runs.zip', zip(both), 'other')).rejects.toMatchObject({ code: 'invalid' })
    await expect(readUpload('runs.zip', zip({ 'a.txt': 'a' }))).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe("the authors' evaluation outputs", () => {
  test('each reward of the released table has one tier; an edge belongs to the lower', () => {
    const tiers = [0, 0.1, 0.2, 0.3, 0.4, 0.75, 0.8, 0.9, 1].map(tierOfReward)
    expect(tiers).toEqual(['fail', 'fail', 'below', 'below', 'median', 'bronze', 'bronze', 'silver', 'gold'])
    expect([0.15, 0.55, 1.2, -0.5, Number.NaN].map(tierOfReward)).toEqual([null, null, null, null, null])
  })

  test('of cumulative summaries the last counts, and distributions only without summaries', async () => {
    const episodes = [
      { competition_id: 'task-0', is_correct: true, reward: 1, reward_details: null, time_taken: 1 },
      { competition_id: 'task-1', is_correct: false, reward: 0.25, reward_details: null, time_taken: 1 },
    ]
    const files = {
      'output/m/episode_summaries_0_1.json': JSON.stringify(episodes.slice(0, 1)),
      'output/m/episode_summaries_0_10.json': JSON.stringify(episodes),
      'output/m/reward_distributions.json': '{"task-0": [1], "task-1": [0.25]}',
      'output/m/task-0_abc_0.json': 'not read',
    }
    const { reports, warnings } = await readUpload('output.zip', zip(files))
    expect(reports).toHaveLength(1)
    expect(reports[0]?.results.map(({ tier, score }) => [tier, score])).toEqual([
      ['gold', null],
      ['below', null],
    ])
    expect(warnings[0]?.message).toContain('rewards')
    const alone = await readUpload('reward_distributions.json', bytes('{"task-0": [1, 0.5]}'))
    expect(alone.refused[0]?.message).toContain('task-0')
    const two = await readUpload('reward_distributions.json', bytes('{"task-0": [1, 0.3]}'))
    expect(two.reports[0]?.results).toHaveLength(2)
  })
})

test('an MLE-Dojo history gives the best position score in percent; without a scored step it is 0', async () => {
  const scored = (avg_score: number, raw_score: number) => ({
    step: 1,
    action: 'execute_code',
    result: {
      submission: { status: 'SUCCESS', raw_score, position_score: { avg_score } },
      status: 'SUCCESS',
    },
  })
  const history = (actions: unknown[]) => JSON.stringify({ competition: 'spaceship-titanic', actions })
  const failed = { step: 2, action: 'execute_code', result: { status: 'FAILED' } }
  const { reports } = await readUpload(
    'history.json',
    bytes(history([scored(0.4, 0.8), failed, scored(0.3, 0.9)])),
  )
  expect(reports[0]?.results).toMatchObject([
    { competition: 'spaceship-titanic', humanRank: 40, score: 0.8, validSubmission: true },
  ])
  const none = await readUpload('history.json', bytes(history([failed])))
  expect(none.reports[0]?.results).toMatchObject([{ humanRank: 0, validSubmission: false, tier: 'fail' }])
})
