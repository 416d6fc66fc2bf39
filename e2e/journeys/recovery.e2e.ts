import { expect, type Page } from '@playwright/test'
import { loseFileStore } from '#e2e/fixtures/file-store.ts'
import { test } from '#e2e/fixtures/people.ts'
import { countsOf, openCandidates, startRun } from '#e2e/fixtures/run-page.ts'
import { haveSeeds, SMALL_SEEDS } from '#e2e/fixtures/scenario/seeds.ts'
import { ORIGIN } from '#e2e/fixtures/watched-page.ts'

// What goes wrong with runs, and how a person sets it right on the page.
test.beforeAll(() => haveSeeds(...SMALL_SEEDS))

/** Milliseconds that a page waited for one of the browser's connections: load of the machine is not in it. */
const waitedFor = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const [asked] = performance.getEntriesByType('navigation')
    return asked instanceof PerformanceNavigationTiming ? asked.requestStart - asked.fetchStart : Infinity
  })

/** A browser keeps six connections to a server: seven tabs of one live run must leave room for an eighth page. */
async function expectRoomForTabs(page: Page): Promise<void> {
  const tabs: Page[] = []
  for (let tab = 0; tab < 7; tab++) {
    const next = await page.context().newPage()
    tabs.push(next)
    const isLast = tab === 6
    await next.goto(isLast ? `${ORIGIN}/packs` : page.url())
    await expect(
      isLast
        ? next.getByRole('heading', { name: 'Packs', level: 1 })
        : next.getByRole('region', { name: 'Progress' }),
    ).toBeVisible()
    if (isLast) expect(await waitedFor(next)).toBeLessThan(1000)
  }
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText('running')
  for (const tab of tabs) await tab.close()
}

test('a cancelled run ends, and its counts still add up', async ({ owner }) => {
  const { page } = owner
  await startRun(page, { name: 'Called off', candidates: 8 })
  await expect
    .poll(async () => (await countsOf(page, 8)).running, { timeout: 60_000, intervals: [200] })
    .toBeGreaterThan(0)
  await expectRoomForTabs(page)
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await page.getByRole('button', { name: 'Cancel the run' }).click()
  const progress = page.getByRole('region', { name: 'Progress' })
  await expect
    .poll(async () => openCandidates(await countsOf(page, 8)), { timeout: 60_000, intervals: [200] })
    .toBe(0)
  expect((await countsOf(page, 8)).cancelled).toBeGreaterThan(0)
  await expect(progress.getByText('cancelled', { exact: true }).first()).toBeVisible()
  await expect(page.getByRole('button', { name: /^Cancel/ })).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Log', exact: true })).toContainText('Run cancelled.')
  await page.reload()
  await expect(progress).toContainText('cancelled')
  expect(openCandidates(await countsOf(page, 8))).toBe(0)
})

test('a candidate that failed with the disk is retried once it is back', async ({ owner }) => {
  const { page } = owner
  const bringBack = loseFileStore()
  try {
    await startRun(page, {
      name: 'Without a disk',
      candidates: 1,
      certificate: 'quick',
      seed: 'Sex of a penguin from its build',
    })
    await expect.poll(async () => (await countsOf(page, 1)).error, { timeout: 120_000 }).toBe(1)
  } finally {
    bringBack()
  }
  const progress = page.getByRole('region', { name: 'Progress' })
  await expect(progress.getByText('failed', { exact: true })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Candidates' }).getByText(/^internal: /)).toHaveCount(1)
  await page.getByRole('button', { name: 'Retry 1 failed' }).click()
  await expect(page.getByRole('region', { name: 'Log', exact: true })).toContainText(
    '1 candidate queued again.',
  )
  await expect.poll(async () => openCandidates(await countsOf(page, 1)), { timeout: 240_000 }).toBe(0)
  await expect(progress.getByText('succeeded', { exact: true })).toBeVisible()
  expect((await countsOf(page, 1)).error).toBe(0)
  await expect(page.getByRole('button', { name: /^Retry/ })).toHaveCount(0)
})
