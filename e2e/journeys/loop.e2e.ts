import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from '#e2e/fixtures/accessibility.ts'
import { seedArchive } from '#e2e/fixtures/seed-archive.ts'
import { expectClean, ORIGIN, OWNER_LINK, openWatched, type WatchedPage } from '#e2e/fixtures/watched-page.ts'

// The whole loop as two people walk it: seed, run, environment, review, pack. One story, so one after the other.
test.describe.configure({ mode: 'serial' })

const CANDIDATES = 6
const GENERATION_MS = 600_000
const OWNER = { name: 'Olga Owner', email: 'olga@example.org', password: 'a long passphrase of hers' }
const REVIEWER = { name: 'Rui Reviewer', email: 'rui@example.org', password: 'another long passphrase' }

let owner: WatchedPage
let reviewer: WatchedPage
let environmentUrl = ''
let runUrl = ''
let title = ''

test.beforeAll(async ({ browser }) => {
  owner = await openWatched(await browser.newContext({ viewport: { width: 1440, height: 900 } }))
  reviewer = await openWatched(await browser.newContext({ viewport: { width: 1440, height: 900 } }))
})
test.afterEach(() => {
  expectClean(owner)
  expectClean(reviewer)
})

async function makeAccount(page: Page, link: string, person: typeof OWNER) {
  await page.goto(link)
  await page.getByLabel('Name', { exact: true }).fill(person.name)
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button', { name: 'Create the account' }).click()
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
}

/** The counts of the funnel as they stand on the screen. */
async function countsOf(page: Page): Promise<Record<string, number>> {
  const cells = await page.getByRole('list', { name: 'Candidates by state' }).locator('[data-count]').all()
  const pairs = await Promise.all(
    cells.map(
      async (cell) => [await cell.getAttribute('data-count'), Number(await cell.textContent())] as const,
    ),
  )
  return Object.fromEntries(pairs.map(([state, count]) => [state ?? '', count]))
}

test('the one-time link makes the owner, and only once', async ({ browser }) => {
  const { page } = owner
  await makeAccount(page, OWNER_LINK, OWNER)
  await expect(page.getByRole('heading', { name: 'Three steps to the first environment' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  const stranger = await browser.newContext()
  const second = await stranger.newPage()
  await second.goto(OWNER_LINK)
  await second.getByLabel('Name', { exact: true }).fill('Mallory')
  await second.getByLabel('E-mail').fill('mallory@example.org')
  await second.getByLabel('Password').fill('one more long passphrase')
  await second.getByRole('button', { name: 'Create the account' }).click()
  await expect(second.getByRole('alert').filter({ hasText: 'link' })).toContainText('Ask for a new one')
  await second.goto(`${ORIGIN}/environments`)
  await expect(second.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await stranger.close()
})

test('an archive becomes seeds, and what was refused says why', async () => {
  const { page } = owner
  await page.getByRole('link', { name: 'Seeds', exact: true }).click()
  await expect(page.getByText('No seed yet')).toBeVisible()
  await page
    .getByLabel('Upload a zip')
    .setInputFiles({ name: 'tasks.zip', mimeType: 'application/zip', buffer: await seedArchive() })
  const uploads = page.getByRole('list', { name: 'Uploads' })
  await expect(uploads).toContainText('2 seeds imported, 0 already here, 1 refused', { timeout: 120_000 })
  await expect(uploads.getByText('no-data', { exact: false }).first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Seeds' }).getByRole('row')).toHaveCount(3)
  await page.getByRole('region', { name: 'Seeds' }).getByRole('link').first().click()
  await expect(page.getByRole('region', { name: 'DNA' })).toBeVisible()
})

test('a run moves, and its counts add up at every moment', async () => {
  const { page } = owner
  await page.goto(`${ORIGIN}/runs/new`)
  await page.getByLabel('Name', { exact: true }).fill('First batch')
  await page.getByLabel('Candidates').fill(String(CANDIDATES))
  await page.getByRole('button', { name: 'Start with 2 seeds' }).click()
  await expect(page.getByRole('heading', { name: 'First batch', level: 1 })).toBeVisible()
  runUrl = page.url()
  const seen = new Set<string>()
  await expect
    .poll(
      async () => {
        const counts = await countsOf(page)
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(CANDIDATES)
        seen.add(JSON.stringify(counts))
        return (counts.queued ?? 0) + (counts.running ?? 0)
      },
      { timeout: GENERATION_MS },
    )
    .toBe(0)
  expect(seen.size, 'the counts moved without a reload').toBeGreaterThan(1)
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText('succeeded')
  expect((await countsOf(page)).verified, 'verified candidates').toBeGreaterThan(0)
  await expect(page.getByRole('region', { name: 'Log', exact: true })).toContainText('ended')
})

test('an environment shows its statement, data, code and certificate', async () => {
  const { page } = owner
  await page.getByRole('link', { name: 'Environments of this run' }).click()
  const first = page.getByRole('region', { name: 'Environments' }).getByRole('link').first()
  title = (await first.textContent()) ?? ''
  await first.click()
  await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
  await expect(page.getByRole('img', { name: /is better: gold from/ })).toBeVisible()
  environmentUrl = page.url()
  const parts = page.getByRole('navigation', { name: 'Parts of the environment' })
  await parts.getByRole('link', { name: 'Data' }).click()
  await expect(
    page
      .getByRole('region', { name: /^Rows of agent/ })
      .getByRole('row')
      .nth(20),
  ).toBeVisible()
  await page.getByLabel('Table', { exact: true }).selectOption('agent/test.csv')
  await expect(page.getByText(/^all [\d,]+ rows/)).toBeVisible()
  await parts.getByRole('link', { name: /^Files/ }).click()
  await page.getByRole('link', { name: /judge\/evaluator\.py$/ }).click()
  await expect(
    page.locator('.monaco-editor .view-line').filter({ hasText: /^import.argparse/ }),
  ).toBeVisible()
  await parts.getByRole('link', { name: 'Verification' }).click()
  const squares = page.getByRole('list', { name: /^Gates under gate set/ })
  await expect(squares.getByRole('link')).toHaveCount(12)
  await squares.getByRole('link', { name: /Leaks/ }).click()
  await expect(
    page.getByRole('region', { name: 'Checks of Leaks and shortcuts' }).getByRole('row').nth(1),
  ).toBeVisible()
  await expect(page).toHaveURL(/gate=leaks/)
})

test('the author submits and may not approve; the invited reviewer may', async () => {
  const { page } = owner
  await page.goto(environmentUrl)
  await page.getByRole('button', { name: 'Submit for review' }).click()
  await expect(page.getByText('in review', { exact: true })).toBeVisible()
  await page.goto(`${ORIGIN}/review`)
  await expect(page.getByRole('region', { name: 'Review queue' })).toContainText('You are the author')

  await page.goto(`${ORIGIN}/people`)
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  const invited = page.getByRole('status').filter({ hasText: 'It is not shown again' })
  const link = (await invited.getByRole('code').textContent()) ?? ''
  await makeAccount(reviewer.page, link, REVIEWER)
  await reviewer.page.getByRole('button', { name: `Signed in as ${REVIEWER.name}` }).click()
  await reviewer.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await reviewer.page.getByLabel('E-mail').fill(REVIEWER.email)
  await reviewer.page.getByLabel('Password').fill(REVIEWER.password)
  await reviewer.page.getByRole('button', { name: 'Sign in' }).click()
  await expect(reviewer.page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
})

test('the reviewer approves with the keyboard', async () => {
  const { page } = reviewer
  await page.getByRole('link', { name: /^Review/ }).click()
  await page.getByRole('link', { name: 'Review the next' }).click()
  await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
  await page.getByRole('group', { name: 'Statement' }).getByText('good').click()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('c')
  await page.keyboard.type('Clear and fair.')
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('a')
  await expect(page.getByText('Nothing waits for review')).toBeVisible()
  await owner.page.goto(environmentUrl)
  await expect(owner.page.getByText('approved', { exact: true })).toBeVisible()
})

test('a pack is built, downloaded, and is the file that its hash names', async () => {
  const { page } = owner
  await page.goto(`${ORIGIN}/packs`)
  await page.getByRole('button', { name: 'Build a pack' }).click()
  await page.getByLabel('Title').fill('First pack')
  await page.getByLabel('Slug').fill('first-pack')
  await page.getByRole('button', { name: 'Build from 1 environment' }).click()
  const row = page.getByRole('row').filter({ hasText: 'First pack' })
  await expect(row).toContainText('ready', { timeout: 120_000 })
  const download = page.waitForEvent('download')
  await row.getByRole('link', { name: /^Download/ }).click()
  const bytes = readFileSync(await (await download).path())
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await expect(row.getByRole('button', { name: 'Copy hash' })).toHaveAttribute('title', sha256)
  await row.getByRole('link', { name: 'First pack', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Environments of the pack' })).toContainText(title)
})

test('a viewer sees what the agent sees, and nothing of the judge', async ({ browser }) => {
  const { page } = owner
  await page.goto(`${ORIGIN}/people`)
  const roles = page.getByRole('region', { name: 'Invite' })
  await roles.getByLabel('Role').selectOption('viewer')
  await roles.getByRole('button', { name: 'Invite', exact: true }).click()
  const invited = page.getByRole('status').filter({ hasText: 'It is not shown again' })
  const link = (await invited.getByRole('code').textContent()) ?? ''
  const viewer = await openWatched(await browser.newContext())
  await makeAccount(viewer.page, link, {
    name: 'Vera Viewer',
    email: 'vera@example.org',
    password: 'a third long passphrase',
  })
  await expect(viewer.page.getByRole('navigation', { name: 'Main' })).not.toContainText('Review')
  await viewer.page.goto(environmentUrl)
  await expect(viewer.page.getByRole('region', { name: 'X-ray' })).toContainText('are open to owners')
  await expect(viewer.page.getByRole('region', { name: 'X-ray' })).not.toContainText('answer.csv')
  const slug = new URL(environmentUrl).pathname.split('/').at(-1)
  const answers = `${ORIGIN}/api/v1/environments/${slug}/versions/1/files/judge/answer.csv`
  expect((await viewer.page.request.get(answers)).ok()).toBe(false)
  expect((await page.request.get(answers)).ok()).toBe(true)
  await viewer.page.goto(`${ORIGIN}/review`)
  await expect(viewer.page.getByText('Your role may not see the review queue')).toBeVisible()
  expectClean(viewer)
  await viewer.page.context().close()
})

test('every page is accessible in both themes, on a desk and on a phone', async () => {
  const { page } = owner
  await page.goto(`${ORIGIN}/packs`)
  const pack = await page.getByRole('link', { name: 'First pack', exact: true }).getAttribute('href')
  await page.goto(`${ORIGIN}/seeds`)
  const seed = await page
    .getByRole('region', { name: 'Seeds' })
    .getByRole('link')
    .first()
    .getAttribute('href')
  const environment = new URL(environmentUrl).pathname
  const paths = [
    '/',
    '/seeds',
    seed ?? '',
    '/runs',
    '/runs/new',
    new URL(runUrl).pathname,
    '/environments',
    pack,
  ]
  const tabs = ['statement', 'data', 'files', 'verification', 'reviews', 'history']
  paths.push(...tabs.map((tab) => `${environment}?tab=${tab}`), '/review', '/packs', '/people', '/status')
  for (const theme of ['light', 'dark']) {
    await page.context().addCookies([{ name: 'sandmle-theme', value: theme, url: ORIGIN }])
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 })
      for (const path of paths) {
        await page.goto(ORIGIN + path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0)
        await expectAccessible(page, `${path} ${theme} ${width}`)
      }
    }
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
    await expectAccessible(page, `help ${theme}`)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill(title)
    await expect(page.getByRole('option', { name: title }).first()).toBeVisible()
    await expectAccessible(page, `palette ${theme}`)
    await page.keyboard.press('Escape')
  }
})
