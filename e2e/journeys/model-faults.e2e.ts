import { expect } from '@playwright/test'
import { addConnection, everyRole, ledgerOf, runOf } from '#e2e/fixtures/models-page.ts'
import { test } from '#e2e/fixtures/people.ts'
import { type LoggedProvider, startProvider } from '#e2e/fixtures/provider.ts'
import { countsOf, openCandidates, startRun } from '#e2e/fixtures/run-page.ts'
import { withoutConnections } from '#e2e/fixtures/scenario/connections.ts'
import { haveSeeds } from '#e2e/fixtures/scenario/seeds.ts'

// A provider that fails in many ways, and a person who calls a run off.
test.describe.configure({ mode: 'serial' })

const NAME = 'Faulty'
const FAULTY = 'text-log-loss+wrong-keyx2.429x1.wrong-schemax1@data-strategist'
const SLOW = 'tabular-rmse-invented+slow'
const END_MS = 240_000

let provider: LoggedProvider
test.beforeAll(async () => {
  await withoutConnections()
  await haveSeeds('airport-names')
  provider = await startProvider()
})
test.afterAll(() => provider.close())

test('faults appear in the log, the funnel adds up, and "Retry failed" runs exactly the failed ones', async ({
  owner,
}) => {
  const { page } = owner
  const prices = [FAULTY, SLOW].map((model) => ({ model, input: '3', output: '15' }))
  await addConnection(page, { name: NAME, baseUrl: provider.baseUrl, prices, allowPrivate: true })
  const id = await startRun(page, {
    name: 'Through faults',
    candidates: 3,
    certificate: 'quick',
    seed: "What part of the country, by the airport's name",
    also: everyRole(NAME, FAULTY, '5'),
  })
  const log = page.getByRole('region', { name: 'Log', exact: true })
  await expect(log.getByText(/^warn .* failed as data-strategist/).first()).toBeVisible({ timeout: END_MS })
  await expect.poll(async () => openCandidates(await countsOf(page, 3)), { timeout: END_MS }).toBe(0)
  expect((await countsOf(page, 3)).error).toBe(2)
  await page.getByRole('button', { name: 'Retry 2 failed' }).click()
  await expect(log).toContainText('2 candidates queued again.')
  await expect.poll(async () => openCandidates(await countsOf(page, 3)), { timeout: END_MS }).toBe(0)
  expect((await countsOf(page, 3)).error).toBe(0)
  const run = await runOf(page, id)
  const ledger = await ledgerOf(page, run)
  expect(ledger.filter((one) => one.httpStatus === 401)).toHaveLength(2)
  expect(ledger.filter((one) => one.httpStatus === 429)).toHaveLength(1)
  expect(ledger.filter((one) => one.copiedFrom === null)).toHaveLength(provider.requests(FAULTY).length)
  const corrected = ledger.find((one) => one.role === 'data-strategist' && one.turn === 1)
  expect(corrected?.status, 'an answer of another shape goes back to the strategist').toBe('answered')
})

test('after a cancel is acknowledged no model is called', async ({ owner }) => {
  const { page } = owner
  const id = await startRun(page, { name: 'Called off', candidates: 4, also: everyRole(NAME, SLOW, '20') })
  await expect
    .poll(async () => (await runOf(page, id)).cost.exchanges, { timeout: 60_000, intervals: [200] })
    .toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await page.getByRole('button', { name: 'Cancel the run' }).click()
  const acknowledged = page.getByRole('button', { name: 'Cancelling' })
  await acknowledged.or(page.getByText('Run cancelled.')).first().waitFor()
  const at = Date.now()
  await expect.poll(async () => openCandidates(await countsOf(page, 4)), { timeout: 60_000 }).toBe(0)
  const ledger = await ledgerOf(page, await runOf(page, id))
  expect(ledger.filter((one) => Date.parse(one.createdAt) > at)).toEqual([])
  expect(ledger.filter((one) => one.status === 'reserved')).toEqual([])
  expect(provider.requests(SLOW).length).toBeLessThanOrEqual(ledger.length)
})
