import { expect } from '@playwright/test'
import { addConnection, connectionCard, everyRole, KEY, ledgerOf, runOf } from '#e2e/fixtures/models-page.ts'
import { test } from '#e2e/fixtures/people.ts'
import { type LoggedProvider, startProvider } from '#e2e/fixtures/provider.ts'
import { countsOf, openCandidates, startRun } from '#e2e/fixtures/run-page.ts'
import { withoutConnections } from '#e2e/fixtures/scenario/connections.ts'
import { haveSeeds } from '#e2e/fixtures/scenario/seeds.ts'
import { ORIGIN } from '#e2e/fixtures/watched-page.ts'
import { CONNECTIONS } from '#lib/contracts/connections.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { RUNS, RunList } from '#lib/contracts/runs.ts'

// Models in the roles, against a provider that plays cassettes: each part uses what the ones before it left.
test.describe.configure({ mode: 'serial' })

const PAID = 'Scripted'
const OWN = 'Own server'
/** 3 and 15 USD for a million tokens are so many micro-dollars for one. */
const [INPUT, OUTPUT] = [3, 15]
const WHOLE = 'tabular-auc'
const CAPPED = 'join-rmsle'
const END_MS = 240_000

let provider: LoggedProvider
/** Name of the run that a model plays all of; a second try starts another one. */
let played = ''
test.beforeAll(async () => {
  const { retry } = test.info()
  played = retry === 0 ? 'A model in every role' : `A model in every role, try ${retry + 1}`
  await withoutConnections()
  await haveSeeds('tumour-aspirates', 'route-traffic')
  provider = await startProvider()
})
test.afterAll(() => provider.close())

test('a connection reaches a private address only when the owner allows it, and never shows its key', async ({
  owner,
}) => {
  const { page } = owner
  await page.goto(`${ORIGIN}/runs/new`)
  await expect(page.getByText('All four roles are played by the built-in engine')).toBeVisible()
  await expect(page.getByRole('checkbox', { name: 'A model in every role' })).toHaveCount(0)
  const prices = [WHOLE, CAPPED].map((model) => ({ model, input: String(INPUT), output: String(OUTPUT) }))
  await addConnection(page, { name: PAID, baseUrl: provider.baseUrl, prices, allowPrivate: false })
  const card = connectionCard(page, PAID)
  await card.getByRole('button', { name: /^Test/ }).click()
  await expect(card.getByText('failed', { exact: true })).toBeVisible()
  await card.getByRole('button', { name: /^Edit/ }).click()
  const form = page.getByRole('dialog', { name: `Edit ${PAID}` })
  await form.getByRole('checkbox', { name: /^Allow private/ }).check()
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(card.getByText('not tested', { exact: true })).toBeVisible()
  await card.getByRole('button', { name: /^Test/ }).click()
  await expect(card.getByText('answers', { exact: true })).toBeVisible()
  await expect(card).toContainText('ends in abcd')
  await page.reload()
  expect(await page.content()).not.toContain(KEY)
})

test('a double click starts one run; its cost moves and is what the provider counted', async ({ owner }) => {
  const { page } = owner
  const id = await startRun(page, {
    name: played,
    candidates: 1,
    certificate: 'quick',
    seed: 'Malignant or benign aspirate',
    clicks: 2,
    also: async () => {
      await everyRole(PAID, WHOLE, '0.001')(page)
      await expect(page.getByText(/^One candidate needs more than the cap: 0\.96 USD/)).toBeVisible()
      await expect(page.getByRole('button', { name: /^Start with/ })).toBeDisabled()
      await page.getByLabel('Cap, USD').fill('5')
      await expect(page.getByText('No history yet')).toBeVisible()
    },
  })
  const { runs } = RunList.parse(await (await page.request.get(ORIGIN + addressOf(RUNS.list))).json())
  expect(runs.filter((run) => run.name === played)).toHaveLength(1)
  const cost = page.getByRole('region', { name: 'Cost', exact: true })
  await expect(cost).not.toContainText('0.00 USD spent', { timeout: END_MS })
  await expect.poll(async () => (await countsOf(page, 1)).verified, { timeout: END_MS }).toBe(1)
  const run = await runOf(page, id)
  const asked = provider.requests(WHOLE)
  const counted = asked.map((line) => line.inputTokens * INPUT + line.outputTokens * OUTPUT)
  expect(run.cost).toMatchObject({
    exchanges: asked.length,
    reservedMicroUsd: 0,
    spentMicroUsd: counted.reduce((sum, one) => sum + one, 0),
  })
})

test('the transcript holds every word as text, and the environment names who made it', async ({ owner }) => {
  const { page } = owner
  await page.goto(`${ORIGIN}/runs`)
  await page.getByRole('link', { name: played }).click()
  const made = page.getByRole('table', { name: 'Candidates' }).locator('[data-row-link]').first()
  const environment = (await made.getAttribute('href')) ?? ''
  await page.getByRole('link', { name: 'Candidate 1' }).click()
  await expect(page.getByRole('table', { name: 'Roles' }).getByText(WHOLE)).toHaveCount(4)
  await page.getByRole('button', { name: /^Data strategist/ }).click()
  const texts = page.getByRole('group', { name: 'Texts' })
  await expect(page.getByRole('region', { name: 'Answer' })).toContainText('{')
  await texts.getByRole('button', { name: 'System' }).click()
  await expect(page.getByRole('region', { name: 'System' })).toContainText('You are the data strategist')
  await page.getByLabel('Search System').fill('You are the data strategist')
  await expect(page.getByText('1 of 1', { exact: true })).toBeVisible()
  await page.goto(`${ORIGIN}${environment}&tab=history`)
  await expect(page.getByRole('table', { name: 'Made by' }).getByText(WHOLE)).toHaveCount(4)
})

test('at the cap a run stops as "Budget reached", and what is finished stays usable', async ({ owner }) => {
  const { page } = owner
  const { runs } = RunList.parse(await (await page.request.get(ORIGIN + addressOf(RUNS.list))).json())
  const before = runs.find((run) => run.name === played)
  const ledger = await ledgerOf(page, await runOf(page, before?.id ?? ''))
  const plan = ledger.find((one) => one.role === 'data-strategist')
  // One plan fits below this cap, and a second reservation does not: only the strategist costs anything.
  const cap = ((plan?.reservedMicroUsd ?? 0) + 0.5 * (plan?.costMicroUsd ?? 0)) / 1_000_000
  const prices = [{ model: CAPPED, input: '0', output: '0' }]
  await addConnection(page, { name: OWN, baseUrl: provider.baseUrl, prices, allowPrivate: true })
  const id = await startRun(page, {
    name: 'Under a cap',
    candidates: 6,
    certificate: 'quick',
    seed: 'How busy is an air route?',
    also: async () => {
      for (const role of ['Data strategist', 'ML developer', 'MLOps engineer', 'Technical writer']) {
        const connection = role === 'Data strategist' ? PAID : OWN
        await page.getByLabel(role, { exact: true }).selectOption({ label: connection })
      }
      await page.getByLabel('Model of the data strategist').fill(CAPPED)
      await page.getByLabel('Cap, USD').fill(cap.toFixed(6))
    },
  })
  await expect.poll(async () => openCandidates(await countsOf(page, 6)), { timeout: END_MS }).toBe(0)
  await expect(page.getByRole('region', { name: 'Budget reached' })).toContainText('finished candidates stay')
  const run = await runOf(page, id)
  expect(run.cost.spentMicroUsd).toBeGreaterThan(0)
  expect(run.cost.spentMicroUsd).toBeLessThanOrEqual(run.cost.capMicroUsd ?? 0)
  expect(run.reasons.map(({ code }) => code)).toContain('budget-reached')
  expect(run.funnel.verified).toBeGreaterThan(0)
  await page.getByRole('table', { name: 'Candidates' }).locator('[data-row-link]').first().click()
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Under a cap')
})

test('a viewer sees figures but no words, and has no connections', async ({ viewer }) => {
  const { page } = viewer
  await page.goto(`${ORIGIN}/runs`)
  await page.getByRole('link', { name: played }).click()
  await page.getByRole('link', { name: 'Candidate 1' }).click()
  await expect(page.getByText('reveals the hidden rule')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Requests' }).getByRole('button')).toHaveCount(0)
  await page.goto(`${ORIGIN}/connections`)
  await expect(page.getByText('Your role may not see the connections')).toBeVisible()
  const answer = await page.request.get(ORIGIN + addressOf(CONNECTIONS.list))
  expect(answer.status()).toBe(403)
})
