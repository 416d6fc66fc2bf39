import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { archiveOf, gradesOf, independentFigures, SEEDS } from '#e2e/fixtures/grading-reports.ts'
import { test } from '#e2e/fixtures/people.ts'
import { readyPack } from '#e2e/fixtures/scenario/pack.ts'
import { home, studioCommand } from '#e2e/fixtures/studio.ts'
import { TRAINING, trainingRun } from '#e2e/fixtures/training-run.ts'
import { ORIGIN } from '#e2e/fixtures/watched-page.ts'
import { FEEDBACK_TITLES, MEASURE_TITLES } from '#lib/domain/results.ts'
import { DEFECT_IDS, LITE_SPLIT } from '#lib/training/results/lite-split.ts'

test.beforeAll(() => trainingRun())

// Reports of a benchmark: figures, comparisons and decisions about them, and an advisory that reaches them (J12).
const WEAK = 'Story after training'
const ALIKE = 'Story before training'
const STRONG = 'Story with held-out feedback'

const words = (mean: number, sem: number): string => `${mean.toFixed(1)} ± ${sem.toFixed(1)}`
const anyMedal = (page: Page): Locator =>
  page.getByRole('table', { name: 'Measures by seed' }).getByRole('row').filter({ hasText: 'Any medal' })

async function openSystem(page: Page, name: string): Promise<void> {
  await page.goto(`${ORIGIN}/results`)
  await page.getByRole('link', { name, exact: true }).first().click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
}

async function choose(select: Locator, text: string): Promise<void> {
  const label = await select.locator('option').filter({ hasText: text }).first().textContent()
  await select.selectOption({ label: label ?? '' })
}

test('a system is described, its reports imported, and its figures equal an independent script', async ({
  owner,
}) => {
  const { page } = owner
  await page.goto(`${ORIGIN}/results`)
  await page.getByRole('button', { name: 'Describe a system' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Name').fill(WEAK)
  await form.getByLabel('Model').fill('Small-8B')
  await form.getByLabel('Method').selectOption('rl')
  await form.getByLabel('Scaffold').fill('AIDE')
  await form.getByLabel('Feedback while working').selectOption('none')
  await choose(form.getByLabel('Training run'), TRAINING)
  await choose(form.getByLabel('Trained on'), (await readyPack()).title)
  await form.getByRole('button', { name: 'Describe', exact: true }).click()
  await expect(page.getByRole('heading', { name: WEAK, level: 1 })).toBeVisible()
  const grades = gradesOf('weak')
  const file = { name: 'weak.zip', mimeType: 'application/zip', buffer: await archiveOf(grades) }
  await page.getByLabel('Import reports').setInputFiles(file)
  const held = page.getByRole('list', { name: 'What the file held' }).getByRole('listitem')
  await expect(held.filter({ hasText: /: 22 results$/ })).toHaveCount(SEEDS)
  await expect(held.filter({ hasText: 'each is read as a seed of its' })).toHaveCount(1)
  const measures = page.getByRole('table', { name: 'Measures by seed' }).getByRole('row')
  for (const [measure, mean, sem] of independentFigures(grades))
    await expect(measures.filter({ hasText: MEASURE_TITLES[measure] })).toContainText(words(mean, sem))
})

test('every competition and seed is there, a medal told by word and letter', async ({ owner }) => {
  const { page } = owner
  await openSystem(page, WEAK)
  const grid = page.getByRole('table', { name: 'Attempts by competition and seed' })
  await expect(grid.locator('tbody').getByRole('row')).toHaveCount(LITE_SPLIT.length)
  const tierOf = { missing: 'fail', invalid: 'fail', below: 'below', median: 'median', bronze: 'bronze' }
  for (const [competition, outcomes] of gradesOf('weak').outcomes)
    for (const [at, outcome] of outcomes.entries()) {
      const tier = outcome in tierOf ? tierOf[outcome as keyof typeof tierOf] : ''
      const attempt = grid.getByRole('button', { name: `${competition}, seed ${at + 1}: ${tier}. Decide` })
      await expect(attempt).toHaveCount(1)
      if (tier === 'bronze') await expect(attempt).toContainText('B')
    }
})

test('two systems of one contract are not separable; held-out scores stand apart and carry the flag', async ({
  owner,
}) => {
  for (const [habit, name, feedback] of [
    ['alike', ALIKE, 'none'],
    ['strong', STRONG, 'held-out-score'],
  ] as const) {
    const file = join(home(), `${habit}.zip`)
    writeFileSync(file, await archiveOf(gradesOf(habit)))
    const facts = ['--model', 'Small-8B', '--method', 'base', '--scaffold', 'AIDE', '--feedback', feedback]
    expect((await studioCommand('results', 'import', file, '--system', name, ...facts)).exit).toBe(0)
  }
  const { page } = owner
  await page.goto(`${ORIGIN}/results`)
  const open = page.getByRole('region', { name: FEEDBACK_TITLES.none, exact: true })
  const held = page.getByRole('region', { name: FEEDBACK_TITLES['held-out-score'], exact: true })
  for (const name of [WEAK, ALIKE]) await expect(open.getByRole('link', { name, exact: true })).toBeVisible()
  await expect(open.getByRole('link', { name: STRONG })).toHaveCount(0)
  await expect(held.getByRole('row').filter({ hasText: STRONG })).toContainText('held-out feedback')
  const comparison = page.getByRole('region', { name: 'Compare two systems' })
  const compare = async (first: string, second: string) => {
    await comparison.getByLabel('First system').selectOption({ label: first })
    await comparison.getByLabel('Second system').selectOption({ label: second })
    const answer = comparison.getByRole('status')
    await expect(answer).toContainText(`${first} − ${second}`)
    return answer
  }
  await expect(await compare(WEAK, ALIKE)).toContainText(/95 % from .* to .*not separable/)
  const apart = await compare(STRONG, WEAK)
  await expect(apart).toContainText('The interval does not contain 0.')
  await expect(apart).toContainText('different feedback contracts')
  await page.getByLabel(`Without the ${DEFECT_IDS.length} tasks with known defects`).check()
  await expect(page.getByText(`without ${DEFECT_IDS.join(', ')}.`)).toBeVisible()
})

test('zeroing a medal needs a reason, moves the mean, appears in the ledger and can be taken back', async ({
  owner,
}) => {
  const { page } = owner
  await openSystem(page, WEAK)
  const [, mean = 0, sem = 0] =
    independentFigures(gradesOf('weak')).find(([key]) => key === 'any-medal') ?? []
  await expect(anyMedal(page)).toContainText(words(mean, sem))
  const medal = page.getByRole('button', { name: /seed 1: bronze\. Decide/ }).first()
  await medal.click()
  const dialog = page.getByRole('dialog', { name: 'What this result counts as' })
  await dialog.getByRole('button', { name: 'Decide' }).click()
  await expect(dialog, 'without a reason nothing is decided').toBeVisible()
  await dialog.getByLabel('Reason').fill('It read the answers of the public board.')
  await dialog.getByRole('button', { name: 'Decide' }).click()
  await expect(dialog).toBeHidden()
  const lower = (mean - 100 / LITE_SPLIT.length / SEEDS).toFixed(1)
  await expect(anyMedal(page)).toContainText(`${lower} ±`)
  const ledger = page
    .getByRole('table', { name: 'Decisions about results' })
    .locator('tbody')
    .getByRole('row')
  await expect(ledger).toHaveCount(1)
  await expect(ledger.first()).toContainText('It read the answers of the public board.')
  await expect(ledger.first()).toContainText('Olga Owner')
  await page.getByRole('button', { name: /zeroed, was bronze/ }).click()
  await dialog.getByLabel('Reason').fill('The board was not public then.')
  await dialog.getByRole('button', { name: 'Decide' }).click()
  await expect(anyMedal(page)).toContainText(words(mean, sem))
  await expect(ledger).toHaveCount(2)
})

test('an advisory marks pack, run and result, sends a notice, and the next pack refuses the environment', async ({
  owner,
  reviewer,
}) => {
  const pack = await readyPack()
  const marked = pack.entries.at(-1)
  if (marked === undefined) throw new Error('A ready pack holds environments.')
  const { page: desk } = reviewer
  await desk.goto(`${ORIGIN}/environments/${marked.slug}`)
  await desk.getByRole('button', { name: 'Advisory' }).click()
  await desk.getByLabel('Severity').selectOption('defect')
  await desk.getByLabel('Reason').fill('Two rows contradict each other.')
  await desk.getByRole('button', { name: 'Issue', exact: true }).click()
  await expect(desk.getByRole('region', { name: 'Advisories' })).toContainText('this version')

  const { page } = owner
  await page.goto(ORIGIN)
  // Others of earlier journeys may wait beside it.
  const notices = page.getByRole('region', { name: 'Notices for you' }).getByRole('listitem')
  const notice = notices.filter({ hasText: 'Advisory (defect)' })
  await expect(notice).toContainText(marked.title)
  await notice.getByRole('button', { name: 'Mark as read' }).click()
  await expect(notice).toHaveCount(0)

  await openSystem(page, WEAK)
  const banner = page.getByRole('region', { name: 'Advisories' })
  await expect(banner).toContainText('Two rows contradict each other.')
  const facts = page.getByRole('region', { name: 'System', exact: true })
  for (const [link, address] of [
    [TRAINING, /\/training\//],
    [pack.title, /\/packs\//],
  ] as const) {
    await facts.getByRole('link', { name: link }).click()
    await expect(page).toHaveURL(address)
    await expect(banner).toContainText('Two rows contradict each other.')
    await page.goBack()
    await expect(page).toHaveURL(/\/results\//)
  }

  await page.goto(`${ORIGIN}/packs`)
  await page.getByRole('button', { name: 'Build a pack' }).click()
  await page.getByLabel('Title').fill('After the advisory')
  await page.getByRole('button', { name: /^Build from/ }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('alert')).toContainText(`An advisory marks ${marked.title}`)
  await page.getByLabel('Take versions with an advisory').check()
  await page.getByRole('button', { name: /^Build from/ }).click()
  const row = page.getByRole('row').filter({ hasText: 'After the advisory' })
  await expect(row).toContainText('ready', { timeout: 120_000 })
})
