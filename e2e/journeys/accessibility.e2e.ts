import { expect, type Page } from '@playwright/test'
import { TABS } from '#components/patterns/environment-url.ts'
import { expectAccessible, expectAccessibleInEveryLook } from '#e2e/fixtures/accessibility.ts'
import { shortcut } from '#e2e/fixtures/keyboard.ts'
import { pagesOfApp } from '#e2e/fixtures/pages-of-app.ts'
import { leave, openBrowser, test } from '#e2e/fixtures/people.ts'
import { recall } from '#e2e/fixtures/story.ts'
import { trainingRun } from '#e2e/fixtures/training-run.ts'
import { ORIGIN } from '#e2e/fixtures/watched-page.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { ENVIRONMENTS, EnvironmentDetail } from '#lib/contracts/environments.ts'
import { PACKS, PackList } from '#lib/contracts/packs.ts'
import { RESULTS, ResultsBoard, SystemView } from '#lib/contracts/results.ts'
import { RUNS, RunList } from '#lib/contracts/runs.ts'
import { SMOKE, SmokeRunView } from '#lib/contracts/smoke.ts'

const firstRowOf = async (page: Page, path: string, to = '/'): Promise<string> => {
  await page.goto(ORIGIN + path)
  return (await page.locator(`[data-row-link][href^="${to}"]`).first().getAttribute('href')) ?? ''
}

async function reviewed(page: Page): Promise<string> {
  const slug = recall().environments[0]?.slug ?? ''
  const answer = await page.request.get(ORIGIN + addressOf(ENVIRONMENTS.get, { id: slug }))
  return EnvironmentDetail.parse(await answer.json()).version.id
}

/** A system of its own: its page must be accessible before anything is imported as well. */
async function describedSystem(page: Page): Promise<string> {
  const name = 'A system without reports'
  const board = ResultsBoard.parse(await (await page.request.get(ORIGIN + addressOf(RESULTS.list))).json())
  const known = board.systems.find(({ system }) => system.name === name)
  if (known) return known.system.id
  const data = { name, model: 'a model', method: 'base', scaffold: 'AIDE' }
  const answer = await page.request.post(ORIGIN + addressOf(RESULTS.list), {
    data,
    headers: { origin: ORIGIN },
  })
  return SystemView.parse(await answer.json()).id
}

/** The comparison of the two newest runs. */
async function twoRuns(page: Page): Promise<string> {
  const { runs } = RunList.parse(await (await page.request.get(ORIGIN + addressOf(RUNS.list))).json())
  const [a, b] = runs
  return a && b ? `a=${a.id}&b=${b.id}` : ''
}

/** A smoke test that is cancelled at once: the page matters here, not minutes of training. */
async function cancelledSmoke(page: Page): Promise<string> {
  const headers = { origin: ORIGIN }
  const { packs } = PackList.parse(await (await page.request.get(ORIGIN + addressOf(PACKS.list))).json())
  const data = { packId: packs.find(({ status }) => status === 'ready')?.id, seeds: 1, rollouts: 32 }
  const made = await page.request.post(ORIGIN + addressOf(SMOKE.list), { data, headers })
  const { id } = SmokeRunView.parse(await made.json())
  await page.request.post(ORIGIN + addressOf(SMOKE.cancel, { id }), { data: {}, headers })
  return id
}

/** What stands for a page whose address has a part that varies; a new page of that kind needs an entry. */
const INSTANCES: Record<string, (page: Page) => Promise<string[]>> = {
  '/environments/[slug]': async () =>
    TABS.map((tab) => `/environments/${recall().environments[0]?.slug}?tab=${tab}`),
  '/environments/[slug]/edit': async () => [`/environments/${recall().environments[0]?.slug}/edit`],
  '/packs/[id]': async (page) => [await firstRowOf(page, '/packs')],
  '/results/[id]': async (page) => [`/results/${await describedSystem(page)}`],
  '/review/[versionId]': async (page) => [`/review/${await reviewed(page)}`],
  '/runs/[id]/branch': async () => [`/runs/${recall().runId}/branch`],
  '/runs/compare': async (page) => ['/runs/compare', `/runs/compare?${await twoRuns(page)}`],
  '/runs/[id]': async () => [`/runs/${recall().runId}`],
  '/runs/[id]/candidates/[ordinal]': async () => [`/runs/${recall().runId}/candidates/1`],
  '/training': async (page) => {
    await trainingRun(page)
    return ['/training', '/training?group=seed&log=1&smooth=ema:0.9']
  },
  '/training/[id]': async (page) => [`/training/${await trainingRun(page)}`],
  '/training/[id]/rollouts': async (page) => [`/training/${await trainingRun(page)}/rollouts`],
  '/training/rollouts/[rolloutId]': async (page) => [
    await firstRowOf(page, `/training/${await trainingRun(page)}/rollouts?tier=gold`, '/training/rollouts/'),
  ],
  '/seeds/[slug]': async (page) => [await firstRowOf(page, '/seeds')],
  '/training/smoke/[id]': async (page) => [`/training/smoke/${await cancelledSmoke(page)}`],
}
/** Pages for people who are not signed in. */
const PUBLIC: Record<string, string> = {
  '/invite': '/invite?token=x',
  '/sign-in': '/sign-in',
  '/welcome': '/welcome?token=x',
}

for (const pattern of pagesOfApp())
  test(`${pattern} is accessible in both themes, on a desk and on a phone`, async ({ browser }) => {
    const open = PUBLIC[pattern]
    const watched = await openBrowser(browser, open ? null : 'owner')
    const { page } = watched
    const paths = open ? [open] : ((await INSTANCES[pattern]?.(page)) ?? [pattern])
    for (const path of paths) {
      await page.goto(ORIGIN + path)
      await expectAccessibleInEveryLook(page, path)
    }
    await leave(watched)
  })

for (const theme of ['light', 'dark'])
  test(`the help and the palette are accessible in the ${theme} theme of a returning person`, async ({
    owner,
  }) => {
    const { page } = owner
    const title = recall().environments[0]?.title ?? ''
    await page.context().addCookies([{ name: 'sandmle-theme', value: theme, url: ORIGIN }])
    await page.goto(ORIGIN)
    await expect(page.locator(`html[data-theme=${theme}]`)).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await shortcut(page, ['?'], () => expect(help).toBeVisible({ timeout: 1000 }))
    await expectAccessible(page, 'the help')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill(title)
    await expect(page.getByRole('option', { name: title }).first()).toBeVisible()
    await expectAccessible(page, 'the palette')
  })

test('an address that names nothing says so, accessibly', async ({ owner }) => {
  const { page } = owner
  await page.goto(`${ORIGIN}/environments/there-is-none`)
  await expect(page.getByText('Page not found')).toBeVisible()
  await expectAccessibleInEveryLook(page, 'not found')
})
