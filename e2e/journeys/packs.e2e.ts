import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { z } from 'zod'
import { pathsOf, rawFlip, repackedWithFlip } from '#e2e/fixtures/changed-pack.ts'
import { test } from '#e2e/fixtures/people.ts'
import { asPerson } from '#e2e/fixtures/persons.ts'
import { approvedEnvironments } from '#e2e/fixtures/scenario/environments.ts'
import { home, offlineCommand } from '#e2e/fixtures/studio.ts'
import { ORIGIN } from '#e2e/fixtures/watched-page.ts'
import type { EnvironmentView } from '#lib/contracts/environments.ts'
import { PACK_LAYOUTS } from '#lib/domain/version.ts'

// Three approved environments leave the studio, and their packs are checked where no studio is.
let approved: EnvironmentView[] = []
test.beforeAll(async () => {
  approved = await asPerson('owner', (owner) => approvedEnvironments(owner, 3))
})

const fileOf = (layout: string) => join(home(), `${layout}.zip`)

const Verified = z.object({
  ok: z.boolean(),
  tasks: z.int(),
  problems: z.array(z.object({ file: z.string(), message: z.string() })),
  runs: z.array(z.object({ verdict: z.string(), score: z.number(), certified: z.number() })).nullable(),
})
async function verify(file: string, ...options: string[]) {
  const { exit, stdout } = await offlineCommand('pack', 'verify', file, '--json', ...options)
  return { exit, ...Verified.parse(JSON.parse(stdout)) }
}

async function build(page: Page, title: string, layout: string) {
  await page.goto(`${ORIGIN}/packs`)
  await page.getByRole('button', { name: 'Build a pack' }).click()
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Slug').fill(layout)
  await page.getByLabel('Layout').selectOption(layout)
  await page.getByRole('button', { name: 'Build from 3 environments' }).click()
  const row = page.getByRole('row').filter({ hasText: title })
  await expect(row).toContainText('ready', { timeout: 120_000 })
  return row
}

for (const layout of PACK_LAYOUTS) {
  const title = layout === 'sandmle-task' ? 'Task folders' : `Folders of ${layout}`
  test(`a pack of ${layout} is built, downloaded, and sound without the studio`, async ({ owner }) => {
    const { page } = owner
    const row = await build(page, title, layout)
    const download = page.waitForEvent('download')
    await row.getByRole('link', { name: /^Download/ }).click()
    await (await download).saveAs(fileOf(layout))
    const sha256 = createHash('sha256')
      .update(readFileSync(fileOf(layout)))
      .digest('hex')
    await expect(row.getByRole('button', { name: 'Copy hash' })).toHaveAttribute('title', sha256)
    expect(await verify(fileOf(layout))).toMatchObject({ exit: 0, ok: true, tasks: 3, problems: [] })
    await row.getByRole('link', { name: title, exact: true }).click()
    const listed = page.getByRole('table', { name: 'Environments of the pack' })
    for (const environment of approved)
      await expect(listed.locator(`a[href*="${environment.slug}"]`)).toBeVisible()
  })

  test(`one changed byte in a pack of ${layout} is found, and its file named`, async () => {
    const pack = readFileSync(fileOf(layout))
    const path = (await pathsOf(pack)).find((one) => one.endsWith('/train.csv')) ?? ''
    const changes = { repacked: await repackedWithFlip(pack, path), raw: rawFlip(pack, path) }
    for (const [name, bytes] of Object.entries(changes)) {
      const file = join(home(), `${layout}-${name}.zip`)
      writeFileSync(file, bytes)
      const { exit, ok, problems } = await verify(file)
      expect({ name, exit, ok }).toEqual({ name, exit: 1, ok: false })
      expect(problems.map((problem) => problem.file)).toContain(path)
      const { stdout } = await offlineCommand('pack', 'verify', file)
      expect(stdout, 'in the words for people').toContain(path)
    }
  })
}

test('every solution of a task reaches its certified score again, without the studio', async () => {
  const { exit, runs } = await verify(fileOf('sandmle-task'), '--run', '--tasks', approved[0]?.slug ?? '')
  expect(runs?.filter((run) => run.score !== run.certified || run.verdict !== 'same')).toEqual([])
  expect(runs?.length).toBeGreaterThan(3)
  expect(exit).toBe(0)
})
