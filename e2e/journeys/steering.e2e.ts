import { expect, type Page } from '@playwright/test'
import { expectAccessibleInEveryLook } from '#e2e/fixtures/accessibility.ts'
import { runOf } from '#e2e/fixtures/models-page.ts'
import { test } from '#e2e/fixtures/people.ts'
import { countsOf, startRun } from '#e2e/fixtures/run-page.ts'
import { ORIGIN } from '#e2e/fixtures/watched-page.ts'
import { api } from '#lib/contracts/api-paths.ts'
import { ArtefactView } from '#lib/contracts/steering.ts'

const TITLE = 'Edited by a person in the browser'
const SEED = 'Malignant or benign aspirate'
const END_MS = 240_000

/** Replaces the whole text of the editor. It is emptied first: a bracket over a selection would surround it. */
async function retype(page: Page, text: string): Promise<void> {
  await page.getByTestId('code-editor').locator('.view-lines').click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await page.keyboard.insertText(text)
}

test('a run held after the strategist goes on with the edited spec, and only the later steps run', async ({
  owner,
}) => {
  const { page } = owner
  const id = await startRun(page, {
    name: 'Held for a person',
    candidates: 1,
    certificate: 'quick',
    seed: SEED,
    also: async () => {
      await page.getByLabel('Hold after').selectOption('data-strategist')
    },
  })
  const banner = page.getByRole('region', { name: 'Waiting for you' })
  await expect(banner).toContainText('1 candidate waits after the data strategist', { timeout: END_MS })
  expect(await countsOf(page, 1)).toMatchObject({ held: 1 })
  const held = await runOf(page, id)
  expect(held).toMatchObject({ status: 'awaiting-input', funnel: { held: 1 } })
  const [lane] = held.lanes
  expect(lane?.steps.map(({ role }) => role)).toEqual(['data-strategist'])

  await banner.getByRole('link', { name: 'Edit candidate 1' }).click()
  const panel = page.getByRole('region', { name: 'Waits after the data strategist' })
  await expect(panel.getByRole('button', { name: 'Save', exact: true })).toBeDisabled()
  await expect(page.getByTestId('code-editor').getByText('sandmle-spec/1')).toBeVisible()
  const artefact = ORIGIN + api.artefact(id, lane?.id ?? '', 'spec.json')
  const { text, sha256 } = ArtefactView.parse(await (await page.request.get(artefact)).json())
  expect(text).not.toContain('secret')
  await expectAccessibleInEveryLook(page, 'a held candidate')
  await page.setViewportSize({ width: 1440, height: 900 })
  await retype(page, '{"title": "half a spec"}')
  await panel.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(panel.getByRole('alert')).toContainText('spec.json is not a spec')
  await expect(panel.getByText('Not saved yet.')).toBeVisible()
  const titled = (title: string) => JSON.stringify({ ...JSON.parse(text), title }, null, 2)
  const data = { content: titled('Edited elsewhere meanwhile'), expectedSha256: sha256 }
  const headers = { origin: ORIGIN }
  expect((await page.request.put(artefact, { data, headers })).status()).toBe(200)
  await retype(page, titled('Too late'))
  await panel.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(panel.getByRole('alert')).toContainText('was changed meanwhile')
  await panel.getByRole('button', { name: 'Load it again, without my text' }).click()
  await expect(page.getByTestId('code-editor').getByText('Edited elsewhere meanwhile')).toBeVisible()
  await retype(page, titled(TITLE))
  await panel.getByRole('button', { name: 'Save and resume' }).click()

  const resumed = page.getByRole('region', { name: 'Resumed by a person' })
  await expect(resumed).toContainText('edited by Olga Owner', { timeout: END_MS })
  await expect.poll(async () => (await runOf(page, id)).status, { timeout: END_MS }).toBe('succeeded')
  const [end] = (await runOf(page, id)).lanes
  expect(end).toMatchObject({ status: 'verified', repairs: 0, steered: { reused: 1, rerun: 3 } })
  expect(end?.environment?.title).toBe(TITLE)
  await expect(resumed).toContainText('Reused 1 step, 3 re-run.')
  await page.goto(`${ORIGIN}/runs/${id}`)
  const log = page.getByRole('region', { name: 'Log', exact: true })
  await expect(log.getByText('Data strategist starts.')).toHaveCount(1)
  await expect(log).toContainText('Reused 1 step, 3 re-run.')
})
