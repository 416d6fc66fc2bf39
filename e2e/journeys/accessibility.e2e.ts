import { expect, type Page } from '@playwright/test'
import { TABS } from '#components/environments/environment-url.ts'
import { expectAccessible } from '#e2e/fixtures/accessibility.ts'
import { test } from '#e2e/fixtures/people.ts'
import { recall } from '#e2e/fixtures/story.ts'
import { expectComplaint, ORIGIN } from '#e2e/fixtures/watched-page.ts'

const TABS_OF_ENVIRONMENT = TABS.map((tab) => `?tab=${tab}`)
const LOOKS = [
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 1440 },
  { theme: 'light', width: 390 },
  { theme: 'dark', width: 390 },
] as const
type Look = (typeof LOOKS)[number]

async function wear(page: Page, { theme, width }: Look) {
  await page.context().addCookies([{ name: 'sandmle-theme', value: theme, url: ORIGIN }])
  await page.setViewportSize({ width, height: 900 })
}

async function expectPages(page: Page, paths: readonly string[], { theme, width }: Look) {
  for (const path of paths) {
    await page.goto(ORIGIN + path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0)
    await expectAccessible(page, `${path} ${theme} ${width}`)
  }
}

const firstRow = async (page: Page, path: string) => {
  await page.goto(ORIGIN + path)
  return (await page.locator('[data-row-link]').first().getAttribute('href')) ?? ''
}

for (const look of LOOKS)
  test(`every page is accessible: ${look.theme}, ${look.width} px`, async ({ owner, stranger }) => {
    const { page } = owner
    const { runId, environments } = recall()
    const environment = `/environments/${environments[0]?.slug}`
    const { versions } = await (await page.request.get(`${ORIGIN}/api/v1${environment}`)).json()
    await wear(page, look)
    await expectPages(
      page,
      [
        '/',
        '/seeds',
        await firstRow(page, '/seeds'),
        '/runs',
        '/runs/new',
        `/runs/${runId}`,
        '/environments',
        ...TABS_OF_ENVIRONMENT.map((tab) => environment + tab),
        '/review',
        `/review/${versions[0].versionId}`,
        '/packs',
        await firstRow(page, '/packs'),
        '/people',
        '/status',
      ],
      look,
    )
    await wear(stranger.page, look)
    await expectPages(stranger.page, ['/sign-in', '/welcome?token=x', '/invite?token=x'], look)
  })

test('the help and the palette are accessible in both themes', async ({ owner }) => {
  const { page } = owner
  const title = recall().environments[0]?.title ?? ''
  for (const look of LOOKS.slice(0, 2)) {
    await wear(page, look)
    await page.goto(ORIGIN)
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
    await expectAccessible(page, `help ${look.theme}`)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill(title)
    await expect(page.getByRole('option', { name: title }).first()).toBeVisible()
    await expectAccessible(page, `palette ${look.theme}`)
    await page.keyboard.press('Escape')
  }
})

test('an address that names nothing says so, accessibly', async ({ owner }) => {
  const { page } = owner
  await page.goto(`${ORIGIN}/environments/there-is-none`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expectAccessible(page, 'not found')
  expectComplaint(owner, /404/)
})
