import { expect, type Page } from '@playwright/test'
import { TABS } from '#components/patterns/environment-url.ts'
import { expectAccessible, expectAccessibleInEveryLook } from '#e2e/fixtures/accessibility.ts'
import { ask } from '#e2e/fixtures/ask.ts'
import { shortcut } from '#e2e/fixtures/keyboard.ts'
import { pagesOfApp } from '#e2e/fixtures/pages-of-app.ts'
import { leave, openBrowser, test } from '#e2e/fixtures/people.ts'
import { readyPack } from '#e2e/fixtures/scenario/pack.ts'
import { someRuns } from '#e2e/fixtures/scenario/runs.ts'
import { trainingRun } from '#e2e/fixtures/training-run.ts'
import { ORIGIN } from '#e2e/fixtures/watched-page.ts'
import { TRAINING } from '#lib/contracts/curves.ts'
import { ENVIRONMENTS } from '#lib/contracts/environments.ts'
import { RESULTS } from '#lib/contracts/results.ts'
import { SMOKE } from '#lib/contracts/smoke.ts'

const firstRowOf = async (page: Page, path: string, to = '/'): Promise<string> => {
  await page.goto(ORIGIN + path)
  const row = page.locator(`[data-row-link][href^="${to}"]`).first()
  await expect(row, `a row of ${path}`).toBeVisible()
  return (await row.getAttribute('href')) ?? ''
}

test.beforeAll(() => trainingRun())

/** An approved environment of the pack that journeys share. */
async function packed() {
  const [entry] = (await readyPack()).entries
  if (entry === undefined) throw new Error('A ready pack holds environments.')
  return entry
}

/** The run that made it. */
async function runOfPacked(page: Page): Promise<string> {
  const { version } = await ask(page.request, ENVIRONMENTS.get, { id: (await packed()).slug })
  return version.runId ?? ''
}

/** A system of its own: its page must be accessible before anything is imported as well. */
async function describedSystem(page: Page): Promise<string> {
  const name = 'A system without reports'
  const { systems } = await ask(page.request, RESULTS.list)
  const known = systems.find(({ system }) => system.name === name)
  if (known) return known.system.id
  const facts = { name, model: 'a model', method: 'base', scaffold: 'AIDE' } as const
  return (await ask(page.request, RESULTS.create, facts)).id
}

/** The comparison of the two newest runs. */
async function twoRuns(page: Page): Promise<string> {
  const [a, b] = await someRuns(page.request, 2)
  return `a=${a?.id}&b=${b?.id}`
}

/** A smoke test that is cancelled at once: the page matters here, not minutes of training. */
async function cancelledSmoke(page: Page): Promise<string> {
  const packId = (await readyPack()).id
  const { id } = await ask(page.request, SMOKE.start, { packId, seeds: 1, rollouts: 32 })
  await ask(page.request, SMOKE.cancel, { id })
  return id
}

/** What stands for a page whose address has a part that varies; a new page of that kind needs an entry. */
const INSTANCES: Record<string, (page: Page) => Promise<string[]>> = {
  '/environments/[slug]': async () => {
    const { slug } = await packed()
    return TABS.map((tab) => `/environments/${slug}?tab=${tab}`)
  },
  '/environments/[slug]/edit': async () => [`/environments/${(await packed()).slug}/edit`],
  '/packs/[id]': async () => [`/packs/${(await readyPack()).id}`],
  '/results/[id]': async (page) => [`/results/${await describedSystem(page)}`],
  '/review/[versionId]': async () => [`/review/${(await packed()).versionId}`],
  '/runs/[id]/branch': async (page) => [`/runs/${await runOfPacked(page)}/branch`],
  '/runs/compare': async (page) => ['/runs/compare', `/runs/compare?${await twoRuns(page)}`],
  '/runs/[id]/lineage': async (page) => [`/runs/${await runOfPacked(page)}/lineage`],
  '/runs/[id]': async (page) => [`/runs/${await runOfPacked(page)}`],
  '/runs/[id]/candidates/[ordinal]': async (page) => [`/runs/${await runOfPacked(page)}/candidates/1`],
  '/training': async () => ['/training', '/training?group=seed&log=1&smooth=ema:0.9'],
  '/training/experiments/[id]': async (page) => {
    const { experiments } = await ask(page.request, TRAINING.list)
    return [`/training/experiments/${experiments[0]?.id}`]
  },
  '/training/[id]': async () => [`/training/${await trainingRun()}`],
  '/training/[id]/rollouts': async () => [`/training/${await trainingRun()}/rollouts`],
  '/training/rollouts/[rolloutId]': async (page) => [
    await firstRowOf(page, `/training/${await trainingRun()}/rollouts?tier=gold`, '/training/rollouts/'),
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
      expect(path, `${pattern} needs an instance`).not.toContain('[')
      await page.goto(ORIGIN + path)
      await expect(page.getByText('Page not found')).toHaveCount(0)
      await expectAccessibleInEveryLook(page, path)
    }
    await leave(watched)
  })

for (const theme of ['light', 'dark'])
  test(`the help and the palette are accessible in the ${theme} theme of a returning person`, async ({
    owner,
  }) => {
    const { page } = owner
    const { title } = await packed()
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
