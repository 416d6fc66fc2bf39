import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import { logLongRun, logSweep, pointsOf, SHORT_STEPS } from '#e2e/fixtures/curve-sweep.ts'
import { leave, openBrowser, test } from '#e2e/fixtures/people.ts'
import { beginRun, endRun, logPoints, makeExperiment } from '#e2e/fixtures/trainer.ts'
import { chartOf, cursorOf, openCurves, tableRows, topOf, trainerOf } from '#e2e/fixtures/training-page.ts'
import { ORIGIN } from '#e2e/fixtures/watched-page.ts'
import { Curves, TRAINING, TrainingRunList } from '#lib/contracts/curves.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'

// J11: curves of three configurations by three seeds, and of one run of a hundred thousand steps.

const SWEEP = 'GRPO sweep'
const LONG = 'A long run'
const METRICS = [
  'reward',
  'actor/entropy',
  'actor/kl_loss',
  'response_length/mean',
  'actor/grad_norm',
  'tokens',
]
const SIX = `experiment=${encodeURIComponent(SWEEP)}&metrics=${METRICS.map(encodeURIComponent).join(',')}`

/** The box follows the address, a moment after the click. */
async function logarithmic(page: Page): Promise<void> {
  const box = page.getByRole('checkbox', { name: 'Log y' })
  await box.click()
  await expect(box).toBeChecked()
}

// No journey that logs runs comes before this one.
test('without a run the page says how to start one', async ({ owner }) => {
  const { page } = owner
  await page.goto(`${ORIGIN}/training`)
  await expect(page.getByText('No training run yet. There are three ways to the first curve.')).toBeVisible()
  await expect(page.getByText(`MLFLOW_TRACKING_URI=${ORIGIN}`).first()).toBeVisible()
  await expect(page.getByText(/^sandmle train smoke/).first()).toBeVisible()
})

test('runs of a trainer appear in a tree of experiments, groups and seeds', async ({ owner }) => {
  const { page } = owner
  const studio = await trainerOf(page)
  const runs = await logSweep(studio, SWEEP)
  await logLongRun(studio, LONG)
  await openCurves(page, SIX)
  const tree = page.getByRole('list', { name: 'Runs by experiment and group' })
  await expect(tree.getByRole('checkbox', { name: /^Draw sweep-/ })).toHaveCount(runs.length)
  await expect(tree.getByText('3 seeds')).toHaveCount(3)
  await expect(chartOf(page, 'reward').locator('[data-kind="run"]')).toHaveCount(9)
  await expect(chartOf(page, 'reward')).toContainText('1 run ended early')
  await expect(chartOf(page, 'reward').locator('[data-part="end"]')).toHaveCount(1)
  await expect(chartOf(page, 'actor/kl_loss')).toContainText('18 values are not finite')
})

test('bands over seeds say n, and where a run is missing', async ({ owner }) => {
  const { page } = owner
  await openCurves(page, SIX)
  await page.getByLabel('Runs as').selectOption('bands over seeds')
  const chart = chartOf(page, 'reward')
  await expect(chart.locator('[data-kind="group"]')).toHaveCount(3)
  await expect(page.getByRole('list', { name: 'Legend' }).getByText('n=3')).toHaveCount(3)
  await expect(chart.locator('[data-part="n"]')).toContainText('n=2')
  await expect(chart).toContainText('mean over seeds, [bootstrap 95 % interval]')
  await cursorOf(page, 'reward').focus()
  await page.keyboard.press('End')
  await expect(cursorOf(page, 'reward')).toHaveAttribute('aria-valuetext', /lr=1e-4 [\d.]+ \(n 2 of 3\)/)
  await page.keyboard.press('Home')
  await expect(cursorOf(page, 'reward')).toHaveAttribute('aria-valuetext', /lr=1e-4 [\d.-]+ \(n 3\)/)
})

test('a spike of one point is visible at full view, after zooms, and with smoothing', async ({ owner }) => {
  const { page } = owner
  await openCurves(page, `experiment=${encodeURIComponent(LONG)}`)
  const chart = chartOf(page, 'reward')
  await expect(chart).toContainText(/of 100,000 points: first, last, lowest and highest kept/)
  expect(await topOf(chart, 'line')).toBeLessThan(0.1)
  for (const [from, to] of [
    [60_000, 80_000],
    [69_900, 70_100],
  ]) {
    await page.getByLabel('step from').fill(String(from))
    await page.getByLabel('step from').press('Enter')
    await page.getByLabel('to', { exact: true }).fill(String(to))
    await page.getByLabel('to', { exact: true }).press('Enter')
    await expect(page).toHaveURL(new RegExp(`from=${from}.*to=${to}`))
    await expect(chart).toContainText(
      from === 60_000 ? /of 20,0\d\d points/ : /all 20\d points|of 20\d points/,
    )
    expect(await topOf(chart, 'line')).toBeLessThan(0.1)
  }
  await page.getByRole('button', { name: 'Reset zoom' }).click()
  await page.getByLabel('Smoothing').selectOption('EMA by point')
  await expect(chart).toContainText('EMA, weight of the past 0.9, raw behind')
  await expect(chart.locator('[data-part="raw"]')).toHaveCount(1)
  expect(await topOf(chart, 'raw')).toBeLessThan(0.1)
  expect(await topOf(chart, 'line')).toBeGreaterThan(0.5)
})

test('a logarithmic axis keeps zeros in a gutter', async ({ owner }) => {
  const { page } = owner
  await openCurves(page, SIX)
  await logarithmic(page)
  const chart = chartOf(page, 'actor/grad_norm')
  await expect(chart.getByText('≤ 0')).toBeVisible()
  await expect(chart.locator('[data-part="gutter"]').first()).toBeAttached()
  await expect(chart).toContainText(/values at or below zero in the gutter/)
  // The gutter is the lowest tenth: no line enters it.
  expect(await topOf(chart, 'gutter')).toBeGreaterThan(0.9)
})

test('x can be step, wall time, time since start, tokens or environments seen', async ({ owner }) => {
  const { page } = owner
  await openCurves(page, SIX)
  for (const [choice, said] of [
    ['wall time', /2026-10-01 08:\d\d:\d\d UTC/],
    ['time since start', /since start/],
    ['tokens', /tokens 8,187,904/],
    ['environments_seen', /environments_seen 999/],
  ] as const) {
    await page.getByLabel('x', { exact: true }).selectOption(choice)
    await expect(chartOf(page, 'reward')).toContainText(`reward over ${choice}`)
    await cursorOf(page, 'reward').focus()
    await page.keyboard.press('End')
    await expect(cursorOf(page, 'reward')).toHaveAttribute('aria-valuetext', said)
  }
})

test('cursor and zoom are linked over six charts, and the address restores them', async ({
  owner,
  browser,
}) => {
  const { page } = owner
  await openCurves(page, SIX)
  const plot = cursorOf(page, 'reward')
  const box = await plot.boundingBox()
  if (!box) throw new Error('the plot has no box')
  const [y, left] = [box.y + box.height / 2, box.x]
  await page.mouse.move(left + box.width * 0.3, y)
  for (const metric of METRICS) await expect(chartOf(page, metric).locator('[data-cursor]')).toHaveCount(1)
  await page.mouse.down()
  await page.mouse.move(left + box.width * 0.6, y, { steps: 5 })
  await page.mouse.up()
  await expect(page).toHaveURL(/from=(59|60)\d/)
  for (const metric of METRICS)
    await expect(cursorOf(page, metric)).toHaveAttribute('aria-valuemin', /^(59|60)\d/)
  await page.getByLabel('Smoothing').selectOption('mean of last points')
  await logarithmic(page)
  await page.getByRole('button', { name: /^Pin sweep-1e-6-0/ }).click()
  await expect(chartOf(page, 'reward').locator('[data-kind="baseline"]')).toHaveCount(1)
  const other = await openBrowser(browser, 'owner')
  await other.page.goto(page.url())
  await expect(chartOf(other.page, 'reward').locator('[data-kind="baseline"]')).toHaveCount(1)
  for (const metric of ['reward', 'tokens'])
    await expect
      .poll(async () => chartOf(other.page, metric).locator('figcaption').textContent())
      .toBe(await chartOf(page, metric).locator('figcaption').textContent())
  const lines = (of: typeof page) =>
    chartOf(of, 'reward')
      .locator('[data-part="line"]')
      .evaluateAll((paths) => paths.map((path) => path.getAttribute('d')))
  expect(await lines(other.page)).toEqual(await lines(page))
  await leave(other)
  await page.goBack()
  await expect(chartOf(page, 'reward').locator('[data-kind="baseline"]')).toHaveCount(0)
})

test('a live run grows while the zoom stays, and stops asking when it has ended', async ({ owner }) => {
  const { page } = owner
  const studio = await trainerOf(page)
  const experiment = await makeExperiment(studio, 'Live')
  const startMs = Date.UTC(2026, 9, 2)
  const run = await beginRun(studio, { experiment, name: 'live', params: { seed: '1' }, startMs })
  const all = pointsOf(0.003, 1, 400).filter((point) => point.key === 'reward')
  await logPoints(studio, run.hex, all.slice(0, 200))
  await openCurves(page, 'experiment=Live&from=50&to=300')
  const chart = chartOf(page, 'reward')
  await expect(chart).toContainText('all 150 points')
  await logPoints(studio, run.hex, all.slice(200))
  await expect(chart).toContainText(/all 25\d points/)
  await expect(page).toHaveURL(/from=50&to=300/)
  await expect(cursorOf(page, 'reward')).toHaveAttribute('aria-valuemax', '300')
  await endRun(studio, run.hex, startMs + 1000)
  await expect(page.getByRole('table', { name: 'Drawn runs' })).toContainText('finished')
})

test('data table and CSV are what the API answers', async ({ owner }) => {
  const { page } = owner
  await openCurves(page, `${SIX}&from=100&to=160`)
  const runs = TrainingRunList.parse(
    await (await page.request.get(ORIGIN + addressOf(TRAINING.list, { experiment: SWEEP }))).json(),
  ).runs
  const query = { runs: runs.map((run) => run.id).join(','), metric: 'reward', x: 'step', from: 100, to: 160 }
  const answer = Curves.parse(
    await (await page.request.get(ORIGIN + addressOf(TRAINING.curves, query))).json(),
  )
  const inside = answer.lines
    .flatMap((line) => line.pieces.flatMap((piece) => piece.x.map((x, at) => [x, piece.y[at] ?? 0] as const)))
    .filter(([x]) => x >= 100 && x <= 160)
  const rows = await tableRows(page, 'reward')
  const order = (list: readonly (readonly [number, number])[]) =>
    list.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])
  const shown = rows.map(
    (row) => [Number(row[1]?.replace('step ', '').replace(',', '')), Number(row[2])] as const,
  )
  expect(order(shown)).toEqual(order(inside))
  expect(inside).toHaveLength(9 * 61)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    chartOf(page, 'reward').getByRole('link', { name: 'Every point of reward as CSV' }).click(),
  ])
  const records: Record<string, string>[] = parse(await readFile(await download.path()), { columns: true })
  expect(order(records.map((record) => [Number(record.step), Number(record.value)] as const))).toEqual(
    order(inside),
  )
  const [picture] = await Promise.all([
    page.waitForEvent('download'),
    chartOf(page, 'reward').getByRole('button', { name: 'Save reward as PNG' }).click(),
  ])
  const bytes = await readFile(await picture.path())
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  expect(bytes.length).toBeGreaterThan(10_000)
})

test('legend and tree isolate and toggle by keyboard, and a view is kept under a short address', async ({
  owner,
}) => {
  const { page } = owner
  await openCurves(page, SIX)
  const lines = chartOf(page, 'reward').locator('[data-kind="run"]')
  await page.getByRole('button', { name: 'Draw lr=1e-4 alone' }).press('Enter')
  await expect(lines).toHaveCount(3)
  const legend = page.getByRole('list', { name: 'Legend' })
  await expect(legend).toContainText('sweep-1e-4-2')
  await page.getByLabel('Names').selectOption('what differs')
  await expect(legend).toContainText('seed=2')
  await expect(legend).not.toContainText('lr=')
  await page.getByRole('checkbox', { name: /^Draw sweep-1e-4-2/ }).press('Space')
  await expect(lines).toHaveCount(2)
  await page.getByRole('button', { name: 'Views' }).click()
  const views = page.getByRole('dialog', { name: 'Saved views' })
  await views.getByLabel('Name of this view').fill('Best rate')
  await views.getByRole('button', { name: 'Save the view' }).click()
  const href = await views.getByRole('link', { name: 'Best rate' }).getAttribute('href')
  expect(href).toMatch(/^\/training\?view=[a-z2-9]{8}$/)
  await page.goto(ORIGIN + href)
  await expect(lines).toHaveCount(2)
})

test('a chart fills the screen, and the charts take the height that they are given', async ({ owner }) => {
  const { page } = owner
  await openCurves(page, SIX)
  await page.getByRole('button', { name: 'Show reward on the full screen' }).click()
  const whole = page.getByRole('dialog', { name: 'reward' })
  await expect(whole.locator('[data-kind="run"]')).toHaveCount(9)
  await expect(whole.getByRole('list', { name: 'Legend' })).toBeVisible()
  await expect(page).toHaveURL(/large=reward/)
  await page.keyboard.press('Escape')
  await expect(whole).toHaveCount(0)
  const edge = page.getByRole('separator', { name: 'Height of the charts, at reward' })
  await edge.press('ArrowDown')
  await edge.press('ArrowDown')
  await expect(edge).toHaveAttribute('aria-valuenow', '240')
  await expect(page).toHaveURL(/height=240/)
  await page.reload()
  await expect(
    page.getByRole('separator', { name: 'Height of the charts, at actor/entropy' }),
  ).toHaveAttribute('aria-valuenow', '240')
})

test('lowest and highest that a tracker kept are a band, not charts', async ({ owner: { page } }) => {
  const studio = await trainerOf(page)
  const experiment = await makeExperiment(studio, 'Extremes')
  const { hex } = await beginRun(studio, { experiment, name: 'sampled', params: {}, startMs: 1 })
  const points = Array.from({ length: 40 }, (_, step) =>
    [
      ['reward', step],
      ['reward__MIN', step - 2],
      ['reward__MAX', step + 3],
    ].map(([key, value]) => ({ key: String(key), value: Number(value), step, timestamp: 1 + step })),
  )
  await logPoints(studio, hex, points.flat())
  await endRun(studio, hex, 100)
  await openCurves(page, 'experiment=Extremes')
  await expect(chartOf(page, 'reward').locator('[data-part="range"]')).toHaveCount(1)
  await expect(chartOf(page, 'reward')).toContainText('band: lowest to highest behind each point')
  await expect(chartOf(page, 'reward__MAX')).toHaveCount(0)
})

test('a run has a page of its own with configuration, tags and curves', async ({ owner }) => {
  const { page } = owner
  await openCurves(page, SIX)
  await page.getByRole('table', { name: 'Drawn runs' }).getByRole('link', { name: 'sweep-1e-4-2' }).click()
  await expect(page.getByRole('heading', { name: 'sweep-1e-4-2', level: 1 })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Configuration' })).toContainText('optim.lr')
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toContainText(
    String(SHORT_STEPS - 1).replace('1', '1,'),
  )
  await expect(chartOf(page, 'reward').locator('[data-kind="run"]')).toHaveCount(1)
  const tags = page.getByRole('region', { name: 'Tags' })
  await tags.getByLabel('Tag', { exact: true }).fill('note')
  await tags.getByLabel('Value').fill('stopped by hand')
  await tags.getByRole('button', { name: 'Set the tag' }).click()
  await expect(tags).toContainText('stopped by hand')
  await page.reload()
  await expect(tags).toContainText('stopped by hand')
})

test('the link that MLflow clients print opens the run, which is renamed and archived there', async ({
  owner: { page },
}) => {
  const studio = await trainerOf(page)
  const experiment = await makeExperiment(studio, `Printed links ${test.info().retry}`)
  const { hex, id } = await beginRun(studio, { experiment, name: 'printed', params: {}, startMs: 1 })
  for (const run of [hex, id, id.replaceAll('-', '')]) {
    await page.goto(`${ORIGIN}/training`)
    await expect(page, 'on its way to an experiment').toHaveURL(/experiment=/)
    await page.goto(`${ORIGIN}/#/experiments/${experiment}/runs/${run}`)
    await expect(page.getByRole('heading', { name: 'printed', level: 1 })).toBeVisible()
  }
  await page.getByLabel('Name', { exact: true }).fill('renamed')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('renamed')
  await page.getByRole('button', { name: 'Archive the run' }).click()
  await expect(page.getByText('on no list and chart')).toBeVisible()
  await page.getByRole('button', { name: 'Restore the run' }).click()
  await expect(page.getByRole('button', { name: 'Archive the run' })).toBeVisible()
  await page.goto(`${ORIGIN}/training`)
  await expect(page).toHaveURL(/experiment=/)
  await page.goto(`${ORIGIN}/#/experiments/${experiment}`)
  await expect(page).toHaveURL(/training\?experiment=Printed/)
})

test('an experiment is archived with its runs, found again, and restored', async ({ owner: { page } }) => {
  const name = `Put away ${test.info().retry}`
  const studio = await trainerOf(page)
  const experiment = await makeExperiment(studio, name)
  await beginRun(studio, { experiment, name: 'kept', params: {}, startMs: 1 })
  const choice = page.getByLabel('Experiment', { exact: true })
  await page.goto(`${ORIGIN}/training?${new URLSearchParams({ experiment: name })}`)
  await page.getByRole('button', { name: 'Archive the experiment' }).click()
  await expect(page.getByRole('button', { name: 'Restore the experiment' })).toBeVisible()
  await page.goto(`${ORIGIN}/training?experiment=*`)
  await expect(choice.getByRole('option', { name: new RegExp(name) })).toHaveCount(0)
  await page.getByRole('checkbox', { name: 'Archived' }).check()
  await choice.selectOption({ label: `${name} (1)` })
  await expect(page.getByRole('checkbox', { name: 'Draw kept' })).toBeVisible()
  await page.getByRole('button', { name: 'Restore the experiment' }).click()
  await expect(page.getByRole('button', { name: 'Archive the experiment' })).toBeVisible()
  await expect(page.getByRole('checkbox', { name: 'Draw kept' })).toBeVisible()
})
