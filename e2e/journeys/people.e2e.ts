import { expect } from '@playwright/test'
import { invite, leave, makeAccount, openBrowser, signIn, test } from '#e2e/fixtures/people.ts'
import { PEOPLE } from '#e2e/fixtures/persons.ts'
import { ORIGIN } from '#e2e/fixtures/watched-page.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { ENVIRONMENTS } from '#lib/contracts/environments.ts'
import { PEOPLE as PEOPLE_API } from '#lib/contracts/people.ts'
import { Problem } from '#lib/contracts/problem.ts'

// While the run continues: the people who will judge and read what it makes, and a program's way in.

test('an invited reviewer makes an account, leaves and signs in again', async ({ owner, stranger }) => {
  const { page } = stranger
  await makeAccount(page, await invite(owner.page, 'reviewer'), 'reviewer')
  await page.getByRole('button', { name: `Signed in as ${PEOPLE.reviewer.name}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await signIn(page, 'reviewer')
  await owner.page.reload()
  await expect(owner.page.getByRole('row').filter({ hasText: PEOPLE.reviewer.email })).toContainText(
    'reviewer',
  )
})

test('a page whose person signed out in another tab says so, until they are back', async ({ reviewer }) => {
  const { page, complaints } = reviewer
  await page.goto(`${ORIGIN}/environments`)
  await expect(page.getByRole('heading', { name: 'Environments', level: 1 })).toBeVisible()
  const tab = await page.context().newPage()
  await tab.goto(ORIGIN)
  await tab.getByRole('button', { name: `Signed in as ${PEOPLE.reviewer.name}` }).click()
  await tab.getByRole('menuitem', { name: 'Sign out' }).click()
  const told = page.getByRole('alert').filter({ hasText: 'You signed out in another tab' })
  await expect(told.getByRole('button', { name: 'Sign in' })).toBeInViewport()
  await signIn(tab, 'reviewer')
  await expect(told).toHaveCount(0)
  // What the page read meanwhile was refused.
  expect(complaints.splice(0).filter((text) => !text.includes('401'))).toEqual([])
})

test('an invitation that was taken back says so', async ({ owner, stranger }) => {
  const link = await invite(owner.page, 'viewer')
  await owner.page.reload()
  const revoke = owner.page.getByRole('button', {
    name: 'Revoke the invitation of a viewer for anybody with the link',
  })
  await revoke.click()
  await expect(revoke).toHaveCount(0)
  await stranger.page.goto(link)
  await expect(stranger.page.getByText('This invitation was taken back')).toBeVisible()
  await expect(stranger.page.getByLabel('Password')).toHaveCount(0)
})

test('whoever signs in comes to the page that they wanted', async ({ stranger }) => {
  const { page } = stranger
  await page.goto(`${ORIGIN}/environments?status=verified`)
  const sign = async () => {
    await page.getByLabel('E-mail').fill(PEOPLE.reviewer.email)
    await page.getByLabel('Password').fill(PEOPLE.reviewer.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }
  await sign()
  await expect(page).toHaveURL(`${ORIGIN}/environments?status=verified`)
  await page.getByRole('button', { name: `Signed in as ${PEOPLE.reviewer.name}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByLabel('Password')).toBeVisible()
  // As MLflow's client prints it: what is behind the # never reaches a server. None has this number: the target is what counts.
  await page.goto(`${ORIGIN}/#/experiments/999999999`)
  await expect(page.getByLabel('Password')).toBeVisible()
  await sign()
  await expect(page).toHaveURL(`${ORIGIN}/training/experiments/999999999`)
  await expect(page.getByText('Page not found')).toBeVisible()
})

test('a viewer may look around and judges nothing', async ({ owner, browser }) => {
  const viewer = await openBrowser(browser, null)
  await makeAccount(viewer.page, await invite(owner.page, 'viewer'), 'viewer')
  await expect(viewer.page.getByRole('navigation', { name: 'Main' })).not.toContainText('Review')
  await viewer.page.goto(`${ORIGIN}/review`)
  await expect(viewer.page.getByText('Your role may not see the review queue')).toBeVisible()
  await leave(viewer)
})

test('a token made on the page opens what its scope names, until it is revoked there', async ({ owner }) => {
  const { page } = owner
  await page.goto(`${ORIGIN}/people`)
  await page.getByLabel('Token name').fill('Night trainer')
  await page.getByLabel('Scope').selectOption('trainer')
  await page.getByRole('button', { name: 'Create a token' }).click()
  const made = page.getByRole('status').filter({ hasText: 'it is not shown again' })
  const token = (await made.getByRole('code').textContent()) ?? ''
  const ask = (path: string) => fetch(ORIGIN + path, { headers: { authorization: `Bearer ${token}` } })
  expect((await ask(addressOf(ENVIRONMENTS.list))).status).toBe(200)
  const beyond = await ask(addressOf(PEOPLE_API.list))
  expect(beyond.status).toBe(403)
  expect(Problem.parse(await beyond.json()).error.code).toBe('forbidden')
  await page.reload()
  await expect(page.getByText(token)).toHaveCount(0)
  const row = page.getByRole('row').filter({ hasText: 'Night trainer' })
  await expect(row).not.toContainText('never')
  await row.getByRole('button', { name: 'Revoke Night trainer' }).click()
  await expect(row).toContainText('revoked')
  const after = await ask(addressOf(ENVIRONMENTS.list))
  expect(after.status).toBe(401)
  expect(Problem.parse(await after.json()).error.code).toBe('unauthenticated')
})
