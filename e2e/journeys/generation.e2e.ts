import { expect, type Page } from '@playwright/test'
import { leave, makeAccount, openBrowser, test } from '#e2e/fixtures/people.ts'
import { PEOPLE } from '#e2e/fixtures/persons.ts'
import { countsOf, logLines, startRun } from '#e2e/fixtures/run-page.ts'
import { bundledArchive, seedArchive } from '#e2e/fixtures/seed-archive.ts'
import { CANDIDATES, recall, remember } from '#e2e/fixtures/story.ts'
import { startAgain, stopWeb } from '#e2e/fixtures/studio.ts'
import { expectComplaint, ORIGIN, OWNER_LINK } from '#e2e/fixtures/watched-page.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { RUNS } from '#lib/contracts/runs.ts'
import { SEEDS } from '#lib/contracts/seeds.ts'

// From an empty studio to a moving run: one story, so one after the other.
test('the one-time link makes the owner, and only once', async ({ browser, stranger }) => {
  const owner = await openBrowser(browser, null)
  await makeAccount(owner.page, OWNER_LINK, 'owner')
  await expect(
    owner.page.getByRole('heading', { name: 'Three steps to the first environment' }),
  ).toBeVisible()
  await owner.page.reload()
  await expect(owner.page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await leave(owner)
  const { page } = stranger
  await page.goto(OWNER_LINK)
  await page.getByLabel('Name', { exact: true }).fill('Mallory')
  await page.getByLabel('E-mail').fill('mallory@example.org')
  await page.getByLabel('Password').fill(PEOPLE.owner.password)
  await page.getByRole('button', { name: 'Create the account' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'link' })).toContainText('Ask for a new one')
  expectComplaint(stranger, /status|Failed to load resource/)
  await page.goto(`${ORIGIN}/environments`)
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('archives become seeds, and what was refused says why', async ({ owner }) => {
  const { page } = owner
  await page.goto(ORIGIN)
  await page.getByRole('link', { name: 'Seeds', exact: true }).click()
  await expect(page.getByText('No seed yet')).toBeVisible()
  const upload = (name: string, buffer: Buffer) =>
    page.getByLabel('Upload a zip').setInputFiles({ name, mimeType: 'application/zip', buffer })
  const uploads = page.getByRole('list', { name: 'Uploads' })
  await upload('tasks.zip', await seedArchive())
  await expect(uploads).toContainText('2 seeds imported, 0 already here, 1 refused', { timeout: 120_000 })
  await expect(uploads.getByText('no-data', { exact: false }).first()).toBeVisible()
  const rows = page.getByRole('region', { name: 'Seeds' }).getByRole('row')
  await expect(rows).toHaveCount(3)
  const { buffer, seeds } = await bundledArchive()
  await upload('bundled-seeds.zip', buffer)
  await expect(uploads).toContainText(`${seeds - 2} seeds imported, 2 already here, 0 refused`, {
    timeout: 120_000,
  })
  await expect(rows).toHaveCount(seeds + 1)
  await page.getByRole('region', { name: 'Seeds' }).getByRole('link').first().click()
  await expect(page.getByRole('region', { name: 'DNA' })).toBeVisible()
})

test('a file of a seed can be opened, and a seed be put away and taken back', async ({ owner }) => {
  const { page } = owner
  await page.goto(`${ORIGIN}/seeds/penguin-mass`)
  const table = page.getByRole('region', { name: 'Training table' })
  await expect(table.getByRole('row').filter({ has: page.getByText('target', { exact: true }) })).toHaveCount(
    1,
  )
  await page.getByRole('button', { name: 'Measure again' }).click()
  await expect(page.getByRole('button', { name: 'Measuring' })).toBeDisabled()
  await expect(page.getByRole('button', { name: 'Measure again' })).toBeEnabled({ timeout: 120_000 })
  const file = page.getByRole('region', { name: 'Files' }).getByRole('link', { name: 'train.csv' })
  const opened = await page.request.get(`${ORIGIN}${await file.getAttribute('href')}`)
  expect(opened.headers()['content-security-policy']).toContain('sandbox')
  expect(await opened.text()).toMatch(/^id,species,/)
  await page.getByRole('button', { name: 'Archive', exact: true }).click()
  await expect(page.getByText('archived', { exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: 'New run from this seed' })).toHaveCount(0)
  await page.goto(`${ORIGIN}/seeds`)
  const library = page.getByRole('region', { name: 'Seeds' })
  await expect(library.getByRole('link').first()).toBeVisible()
  const title = library.getByRole('link', { name: 'Weigh a penguin without a scale' })
  await expect(title).toHaveCount(0)
  await page.getByRole('checkbox', { name: 'Archived' }).check()
  await title.click()
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByRole('button', { name: 'Archive', exact: true })).toBeVisible()
  const template = await page.request.get(`${ORIGIN}${addressOf(SEEDS.template)}`)
  expect((await template.body()).subarray(0, 2).toString()).toBe('PK')
})

/** What every lane says about its roles, as it stands on the screen. */
const lanesOf = (page: Page) =>
  page
    .getByRole('table', { name: 'Candidates' })
    .getByRole('button')
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')).join())

test('a run moves without a reload, and its counts add up at every moment', async ({ owner }) => {
  const { page } = owner
  remember({ runId: await startRun(page, { name: 'First batch', candidates: CANDIDATES }) })
  await expect(page.getByText('full certificate')).toBeVisible()
  const funnels = new Set<string>()
  const lanes = new Set<string>()
  await expect
    .poll(
      async () => {
        funnels.add(JSON.stringify(await countsOf(page, CANDIDATES)))
        lanes.add(await lanesOf(page))
        return Math.min(funnels.size, lanes.size)
      },
      { timeout: 240_000, intervals: [500] },
    )
    .toBeGreaterThan(2)
})

test('a cut stream catches up by itself: no line is missing, none stands twice', async ({ owner }) => {
  const { page } = owner
  const { runId } = recall()
  await page.goto(`${ORIGIN}/runs/${runId}`)
  await page.getByLabel('Lowest level').selectOption('debug')
  const log = page.getByRole('region', { name: 'Log', exact: true })
  await expect(log.getByText('live', { exact: true })).toBeVisible()
  await page.evaluate(() => document.body.setAttribute('data-loaded-once', ''))
  const before = (await logLines(page)).length
  await stopWeb()
  await expect(log.getByText('reconnecting', { exact: true })).toBeVisible()
  await startAgain()
  await expect(log.getByText(/^(live|ended)$/)).toBeVisible({ timeout: 60_000 })
  await expect
    .poll(async () => (await logLines(page)).length, { timeout: 120_000 })
    .toBeGreaterThan(before + 3)
  const shown = await logLines(page)
  const stored = await page.request.get(ORIGIN + addressOf(RUNS.log, { id: runId }))
  const { events } = (await stored.json()) as { events: { id: string }[] }
  expect(events.map(({ id }) => id).slice(0, shown.length)).toEqual(shown)
  await countsOf(page, CANDIDATES)
  await expect(page.locator('body[data-loaded-once]')).toBeVisible()
  expectComplaint(owner, /net::ERR_(CONNECTION|INCOMPLETE|EMPTY|SOCKET)/)
})
