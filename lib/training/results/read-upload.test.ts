import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rawZip } from '#lib/packs/raw-zip.fixture.ts'
import { processorMs } from '#lib/processor-time.fixture.ts'
import { parseJsonWithNaN } from '#lib/training/results/json-with-nan.ts'
import { tierOfReward } from '#lib/training/results/parse-evaluation-output.ts'
import { readReports } from '#lib/training/results/read-upload.fixture.ts'
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
  const started = processorMs()
  expect(() => parseJsonWithNaN(`["${'\\"'.repeat(2_000_000)}`)).toThrow(SyntaxError)
  expect(processorMs() - started).toBeLessThan(4000)
})

describe('grading reports', () => {
  test('one file: tiers, thresholds and the strict median are kept as they are said', async () => {
    const text = report('gold', 'gold-at-median', 'median', 'below', 'invalid', 'missing')
    expect(text).toContain('NaN')
    const { reports, refused, warnings } = await readReports('x_grading_report.json', bytes(text))
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
    const { reports, refused } = await readReports(
      'r.json',
      bytes(reportText([entryOf('task-0', 'gold'), cut])),
    )
    expect(reports).toEqual([])
    expect(refused).toEqual([{ file: 'r.json', message: expect.stringMatching(/task-x: .*above_median/) }])
    expect((await readReports('r.json', bytes('{"competition_reports": []}'))).refused).toHaveLength(1)
    expect((await readReports('r.json', bytes('{"competition_re'))).refused[0]?.message).toContain(
      'not a JSON file',
    )
    expect((await readReports('r.json', bytes('{"a": 1}'))).refused[0]?.message).toContain('known formats')
  })

  test('a zip of run groups: reports with their groups; submissions and logs are not read', async () => {
    const groups = {
      'runs/g1/1_grading_report.json': report('gold'),
      'runs/g1/metadata.json': '{"run_group": "2026_run-group_aide", "runs": {}}',
      'runs/g2/2_grading_report.json': report('below'),
      'runs/g2/task-0_x/submission/submission.csv': 'id,target\n',
    }
    const { reports } = await readReports('runs.zip', zip(groups))
    expect(reports.map(({ filename, runGroup }) => [filename, runGroup])).toEqual([
      ['runs/g1/1_grading_report.json', '2026_run-group_aide'],
      ['runs/g2/2_grading_report.json', 'g2'],
    ])
    const table = 'experiment_id,run_group\naide,2026_run-group_aide\nmlab,g2\n'
    const both = { ...groups, 'runs/run_group_experiments.csv': table }
    await expect(readReports('runs.zip', zip(both))).rejects.toMatchObject({
      publicMessage: expect.stringContaining('aide, mlab'),
    })
    const one = await readReports('runs.zip', zip(both), 'mlab')
    expect(one.reports.map(({ runGroup }) => runGroup)).toEqual(['g2'])
    await expect(readReports('runs.zip', zip(both), 'other')).rejects.toMatchObject({ code: 'invalid' })
    await expect(readReports('runs.zip', zip({ 'a.txt': 'a' }))).rejects.toMatchObject({ code: 'invalid' })
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
    const { reports, warnings } = await readReports('output.zip', zip(files))
    expect(reports).toHaveLength(1)
    expect(reports[0]?.results.map(({ tier, score }) => [tier, score])).toEqual([
      ['gold', null],
      ['below', null],
    ])
    expect(warnings[0]?.message).toContain('rewards')
    const alone = await readReports('reward_distributions.json', bytes('{"task-0": [1, 0.5]}'))
    expect(alone.refused[0]?.message).toContain('task-0')
    const two = await readReports('reward_distributions.json', bytes('{"task-0": [1, 0.3]}'))
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
  const { reports } = await readReports(
    'history.json',
    bytes(history([scored(0.4, 0.8), failed, scored(0.3, 0.9)])),
  )
  expect(reports[0]?.results).toMatchObject([
    { competition: 'spaceship-titanic', humanRank: 40, score: 0.8, validSubmission: true },
  ])
  const none = await readReports('history.json', bytes(history([failed])))
  expect(none.reports[0]?.results).toMatchObject([{ humanRank: 0, validSubmission: false, tier: 'fail' }])
})

const LFS = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0a'.repeat(32)}\nsize 48211\n`

describe('as it was handed in', () => {
  const handed = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name))

  test('a pointer alone and in a zip of run groups', async () => {
    const name = '2026-11-20T09-00-00-GMT_grading_report.json'
    const alone = await readReports(name, handed(name))
    expect(alone.refused).toEqual([{ file: name, message: expect.stringMatching(/git lfs pull/) }])
    const runs = await readReports('runs.zip', handed('lfs-runs.zip'))
    expect(runs.reports.map(({ filename }) => filename)).toEqual([
      'runs/g2/2026-11-20T10-00-00-GMT_grading_report.json',
    ])
    expect(runs.refused.map(({ file }) => file)).toEqual([`runs/g1/${name}`])
  })

  test('a run group with hourly copies is one attempt at each competition', async () => {
    const { reports, refused, warnings } = await readReports('run-group.zip', handed('run-group.zip'))
    expect(refused).toEqual([])
    expect(reports.map(({ runGroup, results }) => [runGroup, results.length])).toEqual([
      ['2026-11-20T09-00-00-GMT_run-group_aide', 22],
    ])
    expect(reports[0]?.results.every(({ tier }) => ['gold', 'silver', 'bronze'].includes(tier))).toBe(true)
    expect(warnings[0]?.message).toMatch(/^4 reports below the top/)
  })
})

describe('what appears in the place of a report', () => {
  test('a Git LFS pointer is named, alone, in a zip and as the table of experiments', async () => {
    const { refused } = await readReports('x_grading_report.json', bytes(LFS))
    expect(refused[0]?.message).toMatch(/Git LFS pointer.*git lfs pull/)
    const files = {
      'runs/g1/1_grading_report.json': LFS,
      'runs/g2/2_grading_report.json': report('gold'),
    }
    const both = await readReports('runs.zip', zip(files))
    expect(both.reports.map(({ filename }) => filename)).toEqual(['runs/g2/2_grading_report.json'])
    expect(both.refused).toEqual([
      { file: 'runs/g1/1_grading_report.json', message: expect.stringMatching(/git lfs pull/) },
    ])
    const table = { ...files, 'runs/run_group_experiments.csv': LFS }
    await expect(readReports('runs.zip', zip(table))).rejects.toMatchObject({
      publicMessage: expect.stringMatching(
        /run_group_experiments.csv" .*The file is a Git LFS pointer.*git lfs pull/,
      ),
    })
    const page = await readReports('r.json', bytes('<!DOCTYPE html><html>'))
    expect(page.refused[0]?.message).toMatch(/web page/)
  })

  test('what grade-sample says of one submission is a report of one', async () => {
    const text = JSON.stringify({ ...entryOf('task-0', 'silver'), bronze_threshold: 1 })
    const { reports } = await readReports('sample.json', bytes(text))
    expect(reports[0]?.results.map(({ competition, tier }) => [competition, tier])).toEqual([
      ['task-0', 'silver'],
    ])
  })
})

describe('of a run group the report at its top counts', () => {
  const names = async (files: Record<string, string>) => {
    const { reports, refused, warnings } = await readReports('runs.zip', zip(files))
    return {
      taken: reports.map(({ filename }) => filename),
      refused: refused.map(({ file, message }) => `${file}: ${message}`),
      warnings: warnings.map(({ file, message }) => `${file}: ${message}`),
    }
  }
  const hourly = (group: string) =>
    Object.fromEntries([0, 1, 2].map((n) => [`${group}hourly/grading_report_${n}.json`, report('below')]))

  test.each([
    ['with metadata', 'runs/g_aide/', { 'runs/g_aide/metadata.json': '{"run_group": "g_aide"}' }],
    ['without', 'runs/g_aide/', {}],
    ['packed from within', '', { 'metadata.json': '{"run_group": "g"}' }],
    ['packed from within, without metadata', '', {}],
    ['deep', 'a/b/c/runs/g/', {}],
  ])('hourly copies are passed over with a note: %s', async (_name, group, about) => {
    const top = `${group}9_grading_report.json`
    const { taken, refused, warnings } = await names({ ...hourly(group), ...about, [top]: report('gold') })
    expect([taken, refused]).toEqual([[top], []])
    expect(warnings).toEqual([expect.stringMatching(/hourly: 3 reports below the top/)])
  })

  test('copies in any other folder too; two groups stay two', async () => {
    const { taken, warnings } = await names({
      'runs/g1/1_grading_report.json': report('gold'),
      'runs/g1/old/nested/0_grading_report.json': report('below'),
      'runs/g2/2_grading_report.json': report('gold'),
      'runs/g2/backup/2_grading_report (copy).json': report('gold'),
    })
    expect(taken).toEqual(['runs/g1/1_grading_report.json', 'runs/g2/2_grading_report.json'])
    expect(warnings).toHaveLength(2)
  })

  test('several at the top are refused by name, and their neighbours are kept', async () => {
    const files = {
      'runs/g1/1_grading_report.json': report('gold'),
      'runs/g1/1_grading_report_rerun.json': report('below'),
      'runs/g2/2_grading_report.json': report('gold'),
    }
    const { taken, refused } = await names(files)
    expect(taken).toEqual(['runs/g2/2_grading_report.json'])
    expect(refused[0]).toMatch(
      /^runs\/g1: .*2 reports at its top \(1_grading_report.json, 1_grading_report_rerun.json\)/,
    )
    const { 'runs/g2/2_grading_report.json': _, ...alone } = files
    await expect(names(alone)).rejects.toMatchObject({
      publicMessage: expect.stringContaining('2 reports at its top'),
    })
  })

  test('a group of nothing but copies is refused; a list of reports without a folder is one of seeds', async () => {
    const g2 = { 'runs/g2/2_grading_report.json': report('gold') }
    const { refused } = await names({ ...hourly('runs/g1/'), ...g2 })
    expect(refused[0]).toMatch(/no report at its top, only copies/)
    const list = { 'a_grading_report.json': report('gold'), 'b_grading_report.json': report('below') }
    expect((await names(list)).taken).toEqual(Object.keys(list))
    const { warnings } = await readReports('list.zip', zip(list))
    expect(warnings).toEqual([
      { file: 'the archive', message: expect.stringMatching(/side by side .*a seed/) },
    ])
  })
})

test('an episode without a reward is a failed attempt, with a note; one of another kind is named', async () => {
  const episodes = [
    { competition_id: 'task-0', reward: 1 },
    { competition_id: 'task-1', reward: null },
  ]
  const name = 'episode_summaries_0_2.json'
  const { reports, warnings, refused } = await readReports(name, bytes(JSON.stringify(episodes)))
  expect(refused).toEqual([])
  expect(reports[0]?.results.map(({ tier, validSubmission }) => [tier, validSubmission])).toEqual([
    ['gold', true],
    ['fail', false],
  ])
  expect(warnings[1]?.message).toMatch(/^1 episode has no reward/)
  const spread = await readReports('reward_distributions.json', bytes('{"task-0": [1, null, null]}'))
  expect(spread.reports[0]?.results.map(({ tier }) => tier)).toEqual(['gold', 'fail', 'fail'])
  const bad = [...episodes, { competition_id: 'task-2', reward: '0.9' }, { reward: 1 }, 7]
  const named = await readReports(name, bytes(JSON.stringify(bad)))
  expect(named.refused[0]?.message).toMatch(
    /episode 3: .*reward; episode 4: .*competition_id; episode 5: .*competition_id/,
  )
})

describe('what is not a report says why', () => {
  const said = async (bytes: Uint8Array, name = 'r_grading_report.json') =>
    (await readReports(name, bytes)).refused[0]?.message ?? ''
  const text = report('gold')
  test('UTF-16, as a shell of Windows redirects, is read', async () => {
    const { reports } = await readReports('r.json', Buffer.from(`\ufeff${text}`, 'utf16le'))
    expect(reports[0]?.results).toHaveLength(1)
  })
  test('cut off, broken in the middle, one object a line, no text', async () => {
    expect(await said(bytes(text.slice(0, 200)))).toContain('cut off')
    expect(await said(bytes('{"competition_reports": [],\n,}'))).toMatch(/cannot be read at line 2/)
    expect(await said(bytes('{"a": NULL}'))).not.toContain('cut off')
    expect(await said(bytes('{"a": 1}\n{"a": 2}\n'))).toMatch(/another begins at line 2/)
    expect(await said(Uint8Array.of(0x7b, 0xff, 0xc3, 0x28))).toContain('not text')
  })
  test('an archive inside the archive is named', async () => {
    await expect(readReports('runs.zip', zip({ 'deep/runs.zip': 'PK' }))).rejects.toMatchObject({
      publicMessage: expect.stringContaining('deep/runs.zip'),
    })
  })
})

test('a medal that does not follow from its score is kept, and told', async () => {
  const entry = entryOf('task-0', 'gold') as Record<string, unknown>
  const thresholds = { gold_threshold: 0.9, silver_threshold: 0.8, bronze_threshold: 0.7 }
  const read = async (more: object) => {
    const { reports, warnings } = await readReports(
      'r.json',
      bytes(reportText([{ ...entry, ...thresholds, ...more }])),
    )
    return [reports[0]?.results[0]?.tier, warnings.map(({ message }) => message).join()]
  }
  expect(await read({ score: 0.1, is_lower_better: false })).toEqual([
    'gold',
    expect.stringContaining('task-0'),
  ])
  expect(await read({ score: 0.9, is_lower_better: false })).toEqual(['gold', ''])
  expect(await read({ score: 0.95, is_lower_better: true })).toEqual([
    'gold',
    expect.stringContaining('task-0'),
  ])
  expect(await read({ score: 0.1, is_lower_better: null })).toEqual(['gold', ''])
})
