import { expect } from '@playwright/test'
import { test } from '#e2e/fixtures/people.ts'
import { readyPack } from '#e2e/fixtures/scenario/pack.ts'
import { chartOf, openFirstStep } from '#e2e/fixtures/training-page.ts'
import { ORIGIN } from '#e2e/fixtures/watched-page.ts'

test.beforeAll(() => readyPack())

// Does a pack teach? A small policy is trained on it, and a point of its curve leads to the person who approved.
test('a smoke test is started from its pack, ends with its certificate, and leads back to the reviewer', async ({
  owner,
}) => {
  const { page } = owner
  await page.goto(`${ORIGIN}/packs/${(await readyPack()).id}`)
  await page.getByRole('button', { name: 'Smoke test' }).click()
  const form = page.getByRole('dialog', { name: 'Smoke test' })
  await form.getByLabel('Seeds').fill('1')
  await form.getByLabel('Rollouts a seed').fill('64')
  await form.getByRole('button', { name: 'Start' }).click()
  await expect(page.getByRole('heading', { name: 'Smoke test, dense', level: 1 })).toBeVisible()
  const status = page.getByRole('region', { name: 'Smoke test', exact: true })
  // Siblings are made, and 64 programs and more really run, beside whatever else the machine does.
  await expect(status).toContainText('succeeded', { timeout: 600_000 })
  await expect(status).toContainText('64 of 64 rollouts')
  const certificate = page.getByRole('region', { name: 'Certificate', exact: true })
  await expect(certificate, 'one seed and no control do not certify').toContainText('1 finished.')
  await expect(certificate).toContainText('No control run of this pack')

  await expect(chartOf(page, 'medal_among_valid')).toBeVisible()
  const programs = page.getByRole('region', { name: 'Greedy programs', exact: true })
  await programs.getByRole('button', { name: 'Greedy programs' }).click()
  await programs
    .getByRole('button', { name: /^Show the program for/ })
    .first()
    .click()
  await expect(programs.getByText('usage: python -I program.py').first()).toBeVisible()

  await page.getByRole('button', { name: 'Per 256 rollouts' }).click()
  await expect(page.getByRole('table', { name: 'Rates per 256 rollouts' })).toContainText('1–64')
  await page.getByRole('table', { name: 'Seeds', exact: true }).getByRole('link', { name: 'Seed 0' }).click()
  await openFirstStep(page, 'reward/mean')
  const drawer = page.getByRole('dialog', { name: 'Step 0' })
  const environments = drawer.getByRole('table', { name: 'Environments of these steps' })
  await environments.getByRole('row').nth(1).getByRole('button').click()
  const rollouts = drawer.getByRole('table', { name: 'Rollouts of this environment' })
  await rollouts.getByRole('button').first().click()
  await expect(drawer.getByText('usage: python -I program.py').first()).toBeVisible()
  await drawer.getByRole('link', { name: /^approved by / }).click()
  await expect(page.getByRole('region', { name: 'Approval' })).toContainText('in force')
})
