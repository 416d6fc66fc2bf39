import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { expectAccessible, expectAccessibleInEveryLook } from '#e2e/fixtures/accessibility.ts'
import { ask } from '#e2e/fixtures/ask.ts'
import { test } from '#e2e/fixtures/people.ts'
import { asPerson } from '#e2e/fixtures/persons.ts'
import { verifiedEnvironments } from '#e2e/fixtures/scenario/environments.ts'
import { home, offlineCommand, studioCommand } from '#e2e/fixtures/studio.ts'
import { ORIGIN } from '#e2e/fixtures/watched-page.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { ENVIRONMENTS, type EnvironmentDetail } from '#lib/contracts/environments.ts'
import { PACKS } from '#lib/contracts/packs.ts'
import { Task } from '#lib/domain/artefacts/task.ts'
import { PACK_LIMITS } from '#lib/packs/archive-limits.ts'
import { readArchive } from '#lib/packs/read-archive.ts'

/** Whose gates take the shortest first. */
const QUICK_FIRST = ['tabular', 'join', 'series', 'text', 'image', 'audio'] as const
let subject = { slug: '', title: '' }
/** A verified environment that nobody has reviewed. */
test.beforeAll(async () => {
  const verified = await asPerson('owner', (owner) => verifiedEnvironments(owner, 1))
  const [first] = verified.sort((a, b) => QUICK_FIRST.indexOf(a.modality) - QUICK_FIRST.indexOf(b.modality))
  if (first !== undefined) subject = first
})
const WANTED = 'Say in the statement that all amounts are in kilograms.'
const REASON = 'The unit appears in the statement and in the rule now.'
const GATES_MS = 240_000

const detailOf = (page: Page): Promise<EnvironmentDetail> =>
  ask(page.request, ENVIRONMENTS.get, { id: subject.slug })

/** Types at the end of the file in the editor. */
async function append(page: Page, text: string): Promise<void> {
  await page.getByTestId('code-editor').locator('.view-lines').click()
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.insertText(text)
}

test('a version that was sent back comes again as version 2, and everybody sees what changed', async ({
  owner,
  reviewer,
}) => {
  const { page } = owner
  const { slug, title } = subject
  await page.goto(`${ORIGIN}/environments/${slug}`)
  await page.getByRole('button', { name: 'Submit for review' }).click()
  await expect(page.getByText('in review', { exact: true })).toBeVisible()
  const first = await detailOf(page)

  await reviewer.page.goto(`${ORIGIN}/review/${first.version.id}`)
  await reviewer.page.getByLabel('Note to the author').fill(WANTED)
  await reviewer.page.getByRole('button', { name: /^Request changes/ }).click()
  await expect(reviewer.page).not.toHaveURL(new RegExp(first.version.id))

  await page.goto(ORIGIN)
  await expect(page.getByRole('region', { name: 'Notices for you' })).toContainText(
    'Rui Reviewer requested changes',
  )
  const back = page.getByRole('region', { name: 'Back to you' })
  await expect(back).toContainText(title)
  await expect(back).toContainText(WANTED)
  await back.getByRole('link', { name: 'Edit', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Changes requested' })).toContainText(WANTED)
  const save = page.getByRole('button', { name: 'Save version 2' })
  await expect(save).toBeDisabled()
  await page.getByRole('button', { name: 'agent/description.md' }).click()
  await append(page, '\nAll amounts are in kilograms.\n')
  await page.getByRole('button', { name: 'judge/rule.md' }).click()
  await append(page, '\nAmounts are in kilograms.\n')
  await page.getByLabel('What you changed, and why').fill(REASON)
  // What was typed is there again after the page was left.
  await page.goto(ORIGIN)
  await page.goto(`${ORIGIN}/environments/${slug}/edit`)
  await expect(page.getByText('2 changed files')).toBeVisible()
  await page.getByRole('button', { name: 'judge/rule.md' }).click()
  await page.getByRole('button', { name: 'Show changes' }).click()
  await expect(page.getByRole('table', { name: 'Changes of judge/rule.md' })).toContainText(
    'Amounts are in kilograms.',
  )
  await expectAccessibleInEveryLook(page, 'the editor of a version')
  await page.setViewportSize({ width: 1440, height: 900 })
  await save.click()

  await expect(page).toHaveURL(/version=2/, { timeout: GATES_MS })
  const submit = page.getByRole('button', { name: 'Submit for review' })
  await expect(submit).toBeEnabled({ timeout: GATES_MS })
  await submit.click()
  await expect(page.getByText('in review', { exact: true })).toBeVisible()
  const second = await detailOf(page)
  expect(second.version).toMatchObject({ number: 2, editorName: 'Olga Owner', certificate: 'full' })

  const judge = reviewer.page
  await judge.goto(ORIGIN)
  await judge
    .getByRole('region', { name: 'Notices for you' })
    .getByRole('link', { name: /is back in review as v2/ })
    .click()
  const changes = judge.getByRole('region', { name: 'Changes since v1' })
  await expect(changes).toContainText(REASON)
  await expect(changes.getByRole('table', { name: 'Changes of agent/description.md' })).toContainText(
    'All amounts are in kilograms.',
  )
  await expect(judge.getByRole('region', { name: 'Verdicts on earlier versions' })).toContainText(WANTED)
  await expectAccessible(judge, 'the review of a second version')
  for (const criterion of await judge.getByRole('radio', { name: 'good' }).all()) await criterion.check()
  await judge.getByRole('button', { name: /^Approve/ }).click()
  await expect(judge).not.toHaveURL(new RegExp(second.version.id))

  await expectRightNames(page, second)
})

/** History, Record, task.json and pack name who edited and who approved. */
async function expectRightNames(page: Page, { version }: EnvironmentDetail): Promise<void> {
  const { slug } = subject
  await page.goto(`${ORIGIN}/environments/${slug}?version=2&tab=history`)
  await expect(page.getByRole('table', { name: 'Versions' }).getByRole('row').nth(1)).toContainText(REASON)
  await expect(page.getByRole('table', { name: 'Made by' })).toContainText('Olga Owner: agent/description.md')
  const record = page.getByRole('table', { name: 'Audit record' })
  await expect(record.getByRole('row', { name: /version\.save/ })).toContainText('Olga Owner')
  await expect(record.getByRole('row', { name: /review\.submit/ })).toContainText('Rui Reviewer')
  await page.goto(`${ORIGIN}/environments/${slug}?version=1`)
  await expect(page.getByRole('region', { name: 'Older version' })).toContainText('Stale.')
  expect((await studioCommand('pack', 'build', 'second-version', '--env', slug)).exit).toBe(0)
  const { packs } = await ask(page.request, PACKS.list)
  const pack = packs.find((one) => one.slug === 'second-version')
  const bytes = await (
    await page.request.get(ORIGIN + addressOf(PACKS.download, { id: pack?.id ?? '' }))
  ).body()
  const file = join(home(), 'second-version.zip')
  writeFileSync(file, bytes)
  expect((await offlineCommand('pack', 'verify', file, '--json')).exit).toBe(0)
  const { files } = await readArchive(bytes, PACK_LIMITS)
  const read = async (name: string) =>
    new TextDecoder().decode(await files.find(({ path }) => path.endsWith(name))?.read())
  const task = Task.parse(JSON.parse(await read('/task.json')))
  expect(task.provenance.edits).toEqual([
    { by: 'Olga Owner', files: ['agent/description.md', 'judge/rule.md'], why: REASON },
  ])
  expect(JSON.parse(await read('meta/version.json'))).toMatchObject({
    number: 2,
    authorName: 'Olga Owner',
    editorName: 'Olga Owner',
    approvals: [{ reviewerNames: ['Rui Reviewer'] }],
  })
  expect(
    createHash('sha256')
      .update(await read('/MANIFEST.json'))
      .digest('hex'),
  ).toBe(version.contentHash)
}
