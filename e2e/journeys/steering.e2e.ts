import { expect, type Locator, type Page } from '@playwright/test'
import { expectAccessibleInEveryLook } from '#e2e/fixtures/accessibility.ts'
import { runOf } from '#e2e/fixtures/models-page.ts'
import { test } from '#e2e/fixtures/people.ts'
import { startRun } from '#e2e/fixtures/run-page.ts'
import { haveSeeds } from '#e2e/fixtures/scenario/seeds.ts'
import { ORIGIN } from '#e2e/fixtures/watched-page.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { ENVIRONMENTS, EnvironmentDetail } from '#lib/contracts/environments.ts'
import type { CandidateView } from '#lib/contracts/runs.ts'
import { ArtefactView, STEERING } from '#lib/contracts/steering.ts'
import { Task } from '#lib/domain/artefacts/task.ts'

const SEED = 'Boiling point of a molecule from its atoms and bonds'
/** More than one, as the gates may refuse a plan whoever wrote its title. */
const CANDIDATES = 2
const END_MS = 300_000
test.beforeAll(() => haveSeeds('boiling-points'))

const titleOf = ({ ordinal }: Pick<CandidateView, 'ordinal'>) => `Edited by a person, number ${ordinal + 1}`
const titled = (text: string, title: string) => JSON.stringify({ ...JSON.parse(text), title }, null, 2)

async function artefactOf(page: Page, runId: string, candidateId: string) {
  const address = ORIGIN + addressOf(STEERING.artefact, { id: runId, candidateId, file: 'spec.json' })
  const { text, sha256 } = ArtefactView.parse(await (await page.request.get(address)).json())
  const put = (title: string) => {
    const data = { content: titled(text, title), expectedSha256: sha256 }
    return page.request.put(address, { data, headers: { origin: ORIGIN } })
  }
  return { text, put }
}

/** Replaces the whole text of the editor. It is emptied first: a bracket over a selection would surround it. */
async function retype(panel: Locator, text: string): Promise<void> {
  await panel.getByTestId('code-editor').locator('.view-lines').click()
  await panel.page().keyboard.press('ControlOrMeta+a')
  await panel.page().keyboard.press('Delete')
  await panel.page().keyboard.insertText(text)
}

test('a run held after the strategist continues with the edited specs, and only the later steps run', async ({
  owner,
}) => {
  const { page } = owner
  const id = await startRun(page, {
    name: 'Held for a person',
    candidates: CANDIDATES,
    certificate: 'quick',
    seed: SEED,
    also: async () => {
      await page.getByLabel('Hold after').selectOption('data-strategist')
    },
  })
  const banner = page.getByRole('region', { name: 'Waiting for you' })
  await expect(banner).toContainText('2 candidates wait after the data strategist', { timeout: END_MS })
  await expect.poll(async () => (await runOf(page, id)).status).toBe('awaiting-input')
  const held = await runOf(page, id)
  expect(held.funnel).toMatchObject({ held: CANDIDATES })
  for (const lane of held.lanes) expect(lane.steps.map(({ role }) => role)).toEqual(['data-strategist'])
  const [first, ...others] = held.lanes
  if (first === undefined) throw new Error('a run has candidates')

  await banner.getByRole('link', { name: 'Edit candidate 1' }).click()
  const panel = page.getByRole('region', { name: 'Waits after the data strategist' })
  const save = panel.getByRole('button', { name: 'Save', exact: true })
  await expect(save).toBeDisabled()
  await expect(panel.getByTestId('code-editor').getByText('sandmle-spec/1')).toBeVisible()
  await expectAccessibleInEveryLook(page, 'a held candidate')
  await page.setViewportSize({ width: 1440, height: 900 })
  const { text, put } = await artefactOf(page, id, first.id)
  expect(text).not.toContain('secret')
  await retype(panel, '{"title": "half a spec"}')
  await save.click()
  await expect(panel.getByRole('alert')).toContainText('spec.json is not a spec')
  await expect(panel.getByText('Not saved yet')).toBeVisible()
  expect((await put('Edited elsewhere meanwhile')).status()).toBe(200)
  await retype(panel, titled(text, 'Too late'))
  await save.click()
  await expect(panel.getByRole('alert')).toContainText('was changed meanwhile')
  await panel.getByRole('button', { name: 'Load it again, without my text' }).click()
  await expect(panel.getByTestId('code-editor').getByText('Edited elsewhere meanwhile')).toBeVisible()
  // A world that no catalogue has: told at the field, kept over a walk through the studio, fixed in the form.
  await retype(panel, titled(text, titleOf(first)).replace(/"id": "[^"]+"/, '"id": "moon-mine"'))
  await save.click()
  await expect(panel.getByRole('alert')).toContainText('There is no domain', { timeout: END_MS })
  await expect(panel.getByRole('alert')).toContainText('moon-mine')
  await page.goto(ORIGIN)
  await page.goto(`${ORIGIN}/runs/${id}/candidates/1`)
  await expect(panel.getByTestId('code-editor').getByText('moon-mine')).toBeVisible()
  await panel.getByRole('button', { name: 'Form' }).click()
  const domain = text.includes('"energy"') ? 'earth/cave-drip' : 'energy/heat-pump'
  await panel.getByLabel('Domain').selectOption(domain)
  await panel.getByLabel('Title').fill(titleOf(first))
  await expectAccessibleInEveryLook(page, 'the form of a spec')
  await page.setViewportSize({ width: 1440, height: 900 })
  await panel.getByRole('button', { name: 'Changes' }).click()
  await expect(panel.getByRole('table', { name: /^Changes of spec.json/ })).toContainText(titleOf(first))
  await panel.getByRole('button', { name: 'Save and resume' }).click()
  const resumed = page.getByRole('region', { name: 'Resumed by a person' })
  await expect(resumed).toContainText('edited by Olga Owner', { timeout: END_MS })

  for (const lane of others) await (await artefactOf(page, id, lane.id)).put(titleOf(lane))
  await page.goto(`${ORIGIN}/runs/${id}`)
  await expect(banner).toContainText('1 candidate waits')
  await banner.getByRole('button', { name: 'Resume all' }).click()
  await expect.poll(async () => (await runOf(page, id)).status, { timeout: END_MS }).toBe('succeeded')
  await expect(banner).toHaveCount(0)

  const { lanes } = await runOf(page, id)
  const strategists = lanes.flatMap(({ steps }) => steps.filter(({ role }) => role === 'data-strategist'))
  // Nothing was planned in the place of an edit: each candidate has what was written, or ended saying so.
  for (const step of strategists) expect(step).toMatchObject({ repair: 0, editedBy: 'Olga Owner' })
  for (const lane of lanes.filter(({ status }) => status !== 'verified'))
    expect(lane.reason ?? '').not.toBe('')
  const straight = lanes.filter(({ status, repairs }) => status === 'verified' && repairs === 0)
  expect(straight.length, 'edited specs that were verified at once').toBeGreaterThan(0)
  for (const lane of straight) {
    expect(lane.environment?.title).toBe(titleOf(lane))
    expect(lane.steered).toEqual({ reused: 1, rerun: 3 })
    const made = await page.request.get(
      ORIGIN + addressOf(ENVIRONMENTS.get, { id: lane.environment?.slug ?? '' }),
    )
    const { version, task } = EnvironmentDetail.parse(await made.json())
    if (lane.id === first.id) expect(version.domain).toBe(domain)
    expect(Task.parse(task).provenance.edits).toEqual([{ by: 'Olga Owner', files: ['spec.json'] }])
    await page.goto(`${ORIGIN}/environments/${lane.environment?.slug}?tab=history`)
    await expect(page.getByRole('table', { name: 'Made by' })).toContainText('Olga Owner: spec.json')
    await expect(page.getByRole('table', { name: 'Audit record' })).toContainText('version.edit')
  }
  await page.goto(`${ORIGIN}/runs/${id}`)
  const log = page.getByRole('region', { name: 'Log', exact: true })
  await expect(log.getByText('Data strategist starts.')).toHaveCount(strategists.length)
  await expect(log).toContainText('Reused 1 step, 3 re-run.')
})
