import { expect } from '@playwright/test'
import { test } from '#e2e/fixtures/people.ts'
import { DIP, REFUSAL, TRAINING, trainingRun } from '#e2e/fixtures/training-run.ts'
import { ORIGIN } from '#e2e/fixtures/watched-page.ts'

test.beforeAll(() => trainingRun())

// From a dip of the reward to the person who approved the environment, and to what teaches nothing.
test('a dip leads to its environment, rollout, evaluator output, certificate and reviewer', async ({
  owner,
}) => {
  const { page } = owner
  const runId = await trainingRun()
  await page.goto(`${ORIGIN}/training/${runId}/rollouts`)
  const reward = page.getByRole('region', { name: 'Reward by part' }).first()
  await reward.getByText('Table', { exact: true }).click()
  await reward.getByRole('button', { name: new RegExp(`^${DIP}\\b.*the environments`) }).click()
  const drawer = page.getByRole('dialog', { name: `Step ${DIP}` })
  const worst = drawer.getByRole('table', { name: 'Environments of these steps' }).getByRole('row').nth(1)
  await expect(worst).toContainText('invalid')
  await worst.getByRole('button').click()
  const rollouts = drawer.getByRole('table', { name: 'Rollouts of this environment' })
  await expect(rollouts.getByRole('row')).toHaveCount(5)
  await rollouts.getByRole('button').first().click()
  await expect(drawer.getByText('0.10 format')).toBeVisible()
  await expect(drawer.getByText('import pandas as pd')).toBeVisible()
  await drawer.getByRole('button', { name: 'Evaluator output' }).click()
  await expect(drawer.getByText(REFUSAL)).toBeVisible()
  await expect(drawer.getByRole('link', { name: /passed under gate set/ })).toBeVisible()
  await drawer.getByRole('link', { name: /^approved by / }).click()
  await expect(page.getByRole('region', { name: 'Approval' })).toContainText('in force')
  await page.getByRole('link', { name: /^History/ }).click()
  const training = page.getByRole('table', { name: 'Training runs' })
  await expect(training).toContainText(TRAINING)
})

test('an environment of constant reward is flagged from the log alone, with the way to another one', async ({
  owner,
}) => {
  const { page } = owner
  await page.goto(`${ORIGIN}/training/${await trainingRun()}/rollouts`)
  const environments = page.getByRole('table', { name: 'Environments of this run' })
  const dead = environments.getByRole('row').nth(1)
  await expect(dead).toContainText('too easy')
  await expect(dead).toContainText('100 % of 6 groups have no spread of reward')
  await dead.getByRole('link', { name: 'Start a run from its seed' }).click()
  await expect(page.getByRole('heading', { name: 'New run', level: 1 })).toBeVisible()
})

test('a viewer sees what a rollout was paid for, and not what it wrote', async ({ viewer }) => {
  const runId = await trainingRun()
  const { page } = viewer
  await page.goto(`${ORIGIN}/training/${runId}/rollouts?outcome=invalid`)
  await expect(page.getByRole('link', { name: 'Conversations for SFT' })).toHaveCount(0)
  await page.getByRole('table', { name: 'Rollouts', exact: true }).locator('a[data-row-link]').first().click()
  await expect(page.getByText('0.10 format')).toBeVisible()
  await expect(page.getByText('Only owners, researchers and reviewers can read programs')).toBeVisible()
})
