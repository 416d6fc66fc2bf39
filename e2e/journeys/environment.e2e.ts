import { expect } from '@playwright/test'
import { test } from '#e2e/fixtures/people.ts'
import { asPerson } from '#e2e/fixtures/persons.ts'
import { countsOf, openCandidates } from '#e2e/fixtures/run-page.ts'
import { beginRun } from '#e2e/fixtures/scenario/runs.ts'
import { CANDIDATES, recall, remember } from '#e2e/fixtures/story.ts'
import { ORIGIN } from '#e2e/fixtures/watched-page.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { VERSIONS } from '#lib/contracts/environments.ts'

const RUN_MS = 600_000
const first = () => recall().environments[0] ?? { slug: '', title: '' }
const urlOf = (tab: string) => `${ORIGIN}/environments/${first().slug}?tab=${tab}`

/** The run of the chapters before; without them, one of the small seeds. */
test.beforeAll(async () => {
  if (recall().runId !== '') return
  const { id } = await asPerson('owner', (owner) => beginRun(owner, CANDIDATES))
  remember({ runId: id })
})

test('the run ends with every candidate accounted for', async ({ owner }) => {
  const { page } = owner
  await page.goto(`${ORIGIN}/runs/${recall().runId}`)
  await expect.poll(async () => openCandidates(await countsOf(page, CANDIDATES)), { timeout: RUN_MS }).toBe(0)
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText('succeeded')
  await expect(page.getByRole('region', { name: 'Log', exact: true })).toContainText('ended')
  const { verified = 0 } = await countsOf(page, CANDIDATES)
  await page.getByRole('link', { name: 'Environments of this run' }).click()
  await expect(page).toHaveURL(/runId=/)
  await expect(page.getByRole('list', { name: 'Filters in force' })).toContainText('run:')
  // A rejected candidate may have frozen an environment too.
  await page.goto(`${page.url()}&status=verified`)
  const links = page.getByRole('table', { name: 'Environments' }).locator('[data-row-link]')
  await expect(links).toHaveCount(verified)
  const environments = await links.evaluateAll((all) =>
    all.map((link) => ({
      title: link.textContent ?? '',
      slug: new URL(link.getAttribute('href') ?? '', location.href).pathname.split('/').at(-1) ?? '',
    })),
  )
  expect(environments.length, 'verified environments').toBeGreaterThan(2)
  remember({ environments })
})

test('a candidate shows what every role of the built-in engine made, and the environment it became', async ({
  owner,
}) => {
  const { page } = owner
  await page.goto(`${ORIGIN}/runs/${recall().runId}`)
  await page
    .getByRole('link', { name: /^Candidate / })
    .first()
    .click()
  const made = page.getByRole('region', { name: 'What the roles made', exact: true })
  await expect(made.getByRole('button', { name: 'spec.json' }).first()).toBeVisible()
  await made
    .getByRole('button', { name: /^agent\/train\.csv/ })
    .first()
    .click()
  await expect(page).toHaveURL(/made=ml-developer%2F0%2Fagent/)
  await expect(made.locator('.view-lines')).toContainText('id,')
})

test('an environment shows its tiers, its data with histograms, and its code', async ({ owner }) => {
  const { page } = owner
  await page.goto(`${ORIGIN}/environments`)
  await page.getByRole('link', { name: first().title, exact: true }).first().click()
  await expect(page.getByRole('heading', { name: first().title, level: 1 })).toBeVisible()
  await expect(page.getByRole('img', { name: /is better: gold from/ })).toBeVisible()
  const parts = page.getByRole('navigation', { name: 'Parts of the environment' })
  await parts.getByRole('link', { name: 'Data' }).click()
  const rows = page.getByRole('region', { name: /^Rows of agent/ })
  await expect(rows.getByRole('row').nth(20)).toBeVisible()
  await expect(rows.getByRole('columnheader').getByRole('img').first()).toHaveAccessibleName(/\d/)
  await page.getByLabel('Table', { exact: true }).selectOption('agent/test.csv')
  await expect(page.getByText(/^all [\d,]+ rows/)).toBeVisible()
  await parts.getByRole('link', { name: /^Files/ }).click()
  await page.getByRole('link', { name: /judge\/evaluator\.py$/ }).click()
  await expect(
    page.locator('.monaco-editor .view-line').filter({ hasText: /^import.argparse/ }),
  ).toBeVisible()
})

test('a gate opens its evidence, at an address of its own', async ({ owner }) => {
  const { page } = owner
  await page.goto(urlOf('verification'))
  const squares = page.getByRole('list', { name: /^Gates under gate set/ })
  await expect(squares.getByRole('link')).toHaveCount(13)
  await squares.getByRole('link', { name: /Leaks/ }).click()
  await expect(
    page.getByRole('region', { name: 'Checks of Leaks and shortcuts' }).getByRole('row').nth(1),
  ).toBeVisible()
  await expect(page).toHaveURL(/gate=leaks/)
})

test('how faithful a task is to its seed is told part by part, and not to a viewer', async ({
  owner,
  viewer,
}) => {
  await owner.page.goto(urlOf('statement'))
  const lineage = owner.page.getByRole('region', { name: 'Seed and task', exact: true })
  await expect(lineage).toContainText(/fidelity [01]\.\d\d/)
  await expect(lineage.getByRole('row', { name: /^Modality/ })).toBeVisible()
  await viewer.page.goto(urlOf('statement'))
  await expect(viewer.page.getByRole('heading', { name: first().title, level: 1 })).toBeVisible()
  await expect(viewer.page.getByRole('region', { name: 'Seed and task', exact: true })).toHaveCount(0)
})

test('the playground scores a submission, and says what is wrong with a bad one', async ({ owner }) => {
  const { page } = owner
  await page.goto(urlOf('playground'))
  const result = page.getByRole('region', { name: 'Result' })
  await page.getByLabel('CSV text').fill('this,is\nno,submission\n')
  await page.getByRole('button', { name: 'Score', exact: true }).click()
  await expect(result).toContainText('Not a valid submission', { timeout: 60_000 })
  await page.getByRole('button', { name: 'Load the sample' }).click()
  await expect(page.getByLabel('CSV text')).not.toHaveValue(/no,submission/)
  await page.getByRole('button', { name: 'Score', exact: true }).click()
  await expect(result).toContainText(/\d\s*[A-Z-]?\s*(fail|below|median|bronze|silver|gold)/, {
    timeout: 60_000,
  })
})

test('the playground sends a file as it is: UTF-16 with semicolons scores as the plain file does', async ({
  owner,
}) => {
  const { page } = owner
  await page.goto(urlOf('playground'))
  await page.getByRole('button', { name: 'Load the sample' }).click()
  await expect(page.getByLabel('CSV text')).not.toHaveValue('')
  const sample = await page.getByLabel('CSV text').inputValue()
  const buffer = Buffer.from(`\ufeff${sample.replaceAll(',', ';')}`, 'utf16le')
  const file = { name: 'from-excel.csv', mimeType: 'text/csv', buffer }
  await page.getByLabel('Open a file').setInputFiles(file)
  await expect(page.getByText('from-excel.csv', { exact: false })).toContainText('it is sent as it is')
  await page.getByRole('button', { name: 'Score', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Result' })).toContainText(
    /\d\s*[A-Z-]?\s*(fail|below|median|bronze|silver|gold)/,
    { timeout: 60_000 },
  )
  await page.getByRole('button', { name: 'Write text instead' }).click()
  await expect(page.getByLabel('CSV text')).toHaveValue(sample)
})

test('a viewer sees what the agent sees, and nothing of the judge', async ({ owner, viewer }) => {
  await viewer.page.goto(urlOf('statement'))
  const xray = viewer.page.getByRole('region', { name: 'X-ray' })
  await expect(xray).toContainText('are open to owners')
  await expect(xray).not.toContainText('answer.csv')
  const answers = ORIGIN + addressOf(VERSIONS.file, { id: first().slug, n: 1, path: 'judge/answer.csv' })
  expect((await viewer.page.request.get(answers)).ok()).toBe(false)
  expect((await owner.page.request.get(answers)).ok()).toBe(true)
})
