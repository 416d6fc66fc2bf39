import { expect, type Page, type Request } from '@playwright/test'
import { shortcut, tabTo } from '#e2e/fixtures/keyboard.ts'
import { test } from '#e2e/fixtures/people.ts'
import { asPerson, PEOPLE } from '#e2e/fixtures/persons.ts'
import { verifiedEnvironments } from '#e2e/fixtures/scenario/environments.ts'
import { recall, remember } from '#e2e/fixtures/story.ts'
import { ORIGIN } from '#e2e/fixtures/watched-page.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { Problem } from '#lib/contracts/problem.ts'
import { REVIEWS, ReviewQueue } from '#lib/contracts/reviews.ts'
import { HTTP_STATUS } from '#lib/domain/errors.ts'

// The author submits three environments and may judge none of them; the reviewer approves all three.
const AUTHOR = 'You are the author'
const three = () => recall().environments.slice(0, 3)

/** The environments of the chapter before, or such as it would have left. */
test.beforeAll(async () => {
  if (recall().environments.length > 0) return
  remember({ environments: await asPerson('owner', (owner) => verifiedEnvironments(owner, 3)) })
})

/** A server action as the browser sends it. */
const isAction = (request: Request) => request.method() === 'POST' && 'next-action' in request.headers()

test('the author submits three environments', async ({ owner }) => {
  const { page } = owner
  for (const { slug } of three()) {
    await page.goto(`${ORIGIN}/environments/${slug}`)
    await page.getByRole('button', { name: 'Submit for review' }).click()
    await expect(page.getByText('in review', { exact: true })).toBeVisible()
    await expect(page.getByRole('main').getByRole('link', { name: 'Review', exact: true })).toHaveCount(0)
  }
})

test('no page and no route lets the author judge them', async ({ owner }) => {
  const { page } = owner
  await page.goto(`${ORIGIN}/review`)
  const queue = page.getByRole('table', { name: 'Review queue' })
  await expect(queue.getByText(AUTHOR)).toHaveCount(3)
  await expect(page.getByRole('link', { name: 'Review the next' })).toHaveCount(0)
  await queue.getByRole('link').first().click()
  const approve = page.getByRole('button', { name: /^Approve/ })
  await expect(approve).toBeDisabled()
  await expect(approve).toHaveAttribute('title', new RegExp(AUTHOR))
  await expect(page.getByRole('button', { name: /^Request changes/ })).toBeDisabled()
  const actions: string[] = []
  page.on('request', (request) => {
    if (isAction(request)) actions.push(request.url())
  })
  await page.keyboard.press('a')
  const { items } = ReviewQueue.parse(
    await (await page.request.get(ORIGIN + addressOf(REVIEWS.queue))).json(),
  )
  for (const { versionId, contentHash } of items) {
    const refused = await page.request.post(ORIGIN + addressOf(REVIEWS.get, { versionId }), {
      headers: { origin: ORIGIN },
      data: { versionId, contentHash, verdict: 'approve' },
    })
    const { error } = Problem.parse(await refused.json())
    expect(error.message).toContain(AUTHOR)
    expect(refused.status()).toBe(HTTP_STATUS[error.code])
  }
  expect(items.length).toBe(3)
  expect(actions).toEqual([])
})

test('a verdict is sent from the note, undone by a key, and withdrawn on its page', async ({ reviewer }) => {
  const { page } = reviewer
  await page.goto(`${ORIGIN}/review`)
  await page.getByRole('link', { name: 'Review the next' }).click()
  await expect(page.getByRole('button', { name: /^Approve/ })).toBeEnabled()
  const here = page.url().split('?')[0] ?? ''
  const note = page.getByLabel('Note to the author')
  await page.keyboard.press('c')
  await page.keyboard.type('One more table.')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'Choose first' })).toBeInViewport()
  await expect(note).toBeFocused()
  await page.keyboard.press('Escape')
  for (const key of ['1', '2', '3', '4', '5']) await page.keyboard.press(key)
  await page.keyboard.press('a')
  await expect(page.getByRole('alert').filter({ hasText: 'Still open: realism' })).toBeInViewport()
  await page.keyboard.press('6')
  await page.keyboard.press('c')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/^Approved: /)).toBeVisible()
  await expect(page).not.toHaveURL(here)
  // The next item came with the verdict: the key undoes, it does not walk back.
  await page.keyboard.press('z')
  await expect(page).toHaveURL(here)
  await expect(page.getByText(/^Approved: /)).toHaveCount(0)
  await expect(page.getByRole('radio', { name: 'good', checked: true })).toHaveCount(6)
  await expect(note).toHaveValue('One more table.')
  // Keys wait, as the buttons do, until what was undone is the page's state again.
  await expect(page.getByRole('button', { name: /^Request changes/ })).toBeEnabled()
  await page.keyboard.press('x')
  await expect(page.getByText(/^Changes requested: /)).toBeVisible()
  await page.goto(here)
  await expect(page.getByRole('button', { name: 'Withdraw my verdict' })).toBeEnabled()
  await shortcut(page, ['a'], () =>
    expect(page.getByRole('alert').filter({ hasText: '“a” did nothing' })).toBeVisible({ timeout: 3000 }),
  )
  await page.getByRole('button', { name: 'Withdraw my verdict' }).click()
  await expect(page.getByRole('button', { name: /^Approve/ })).toBeEnabled()
  await expect(note).toHaveValue('One more table.')
  await page.evaluate(() => localStorage.clear())
})

test('Esc leaves the code, and files change with the chosen table kept and in sight', async ({
  reviewer,
}) => {
  const { page } = reviewer
  await page.goto(`${ORIGIN}/review`)
  await page.getByRole('link', { name: 'Review the next' }).click()
  await expect(page.getByRole('button', { name: /^Approve/ })).toBeEnabled()
  await page.goto(`${page.url()}?search=zzz`)
  const files = page.getByRole('navigation', { name: 'Files under review' })
  await shortcut(page, [']'], () => expect(page).toHaveURL(/file=/, { timeout: 3000 }))
  await page.locator('.monaco-editor .view-line').first().click()
  // The click marks its line in the address, a moment later and among the other keys by the alphabet.
  await expect(page).toHaveURL(/file=.*&line=\d+&search=zzz$/)
  const opened = page.url()
  await page.keyboard.press(']')
  await page.keyboard.press('j')
  expect(page.url()).toBe(opened)
  await page.keyboard.press('Escape')
  await shortcut(page, ['['], () =>
    expect(files.getByRole('link', { name: 'Statement' })).toHaveAttribute('aria-current', 'page', {
      timeout: 3000,
    }),
  )
  await expect(files).toBeInViewport()
  expect(new URL(page.url()).searchParams.get('search')).toBe('zzz')
})

test('the reviewer approves three from the queue, with the keyboard alone', async ({ owner, reviewer }) => {
  const { page } = reviewer
  await page.goto(ORIGIN)
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await shortcut(page, ['g', 'r'], () => expect(page).toHaveURL(/\/review$/, { timeout: 3000 }))
  await expect(page.getByRole('table', { name: 'Review queue' }).getByText('yours')).toHaveCount(3)
  await shortcut(page, ['j'], () =>
    expect(page.locator('[data-row-link]:focus')).toHaveCount(1, { timeout: 1000 }),
  )
  await page.keyboard.press('Enter')
  for (let left = 3; left > 0; left--) {
    await expect(page.getByRole('button', { name: /^Approve/ })).toBeEnabled()
    const here = page.url()
    const good = page.getByRole('group', { name: 'Statement' }).getByRole('radio', { name: 'good' })
    await tabTo(page, page.getByRole('group', { name: 'Statement' }).getByRole('radio', { checked: true }))
    await page.keyboard.press('a')
    await expect(page.getByRole('alert').filter({ hasText: 'Mark every criterion' })).toBeInViewport()
    expect(page.url()).toBe(here)
    await page.keyboard.press('ArrowRight')
    await expect(good).toBeChecked()
    for (const key of ['2', '3', '4', '5', '6']) await page.keyboard.press(key)
    await expect(page.getByRole('radio', { name: 'good', checked: true })).toHaveCount(6)
    await page.keyboard.press('c')
    await page.keyboard.type('Clear and fair.')
    await page.keyboard.press('Tab')
    const sent = page.waitForRequest(isAction)
    // Held down: the item that comes next must not be decided by it.
    for (let repeat = 0; repeat < 20; repeat++) await page.keyboard.down('a')
    await page.keyboard.up('a')
    const request = await sent
    await expect(page).not.toHaveURL(here)
    if (left === 3) await expectNoReplay(owner.page, request)
  }
  await expect(page.getByText('Nothing waits for review')).toBeVisible()
  for (const { slug } of three()) {
    await owner.page.goto(`${ORIGIN}/environments/${slug}?tab=reviews`)
    await expect(owner.page.getByText('approved', { exact: true }).first()).toBeVisible()
    await expect(owner.page.getByText('Clear and fair.')).toBeVisible()
  }
})

/** The reviewer's own request, sent once more by the author for what still waits: refused with the reason. */
async function expectNoReplay(page: Page, request: Request) {
  const { items } = ReviewQueue.parse(
    await (await page.request.get(ORIGIN + addressOf(REVIEWS.queue))).json(),
  )
  const [waiting] = items
  const body = request.postData() ?? ''
  const [sent, person] = JSON.parse(body) as [{ versionId: string; contentHash: string }, string]
  const send = async (...others: string[]) => {
    const answer = await page.request.post(request.url(), {
      headers: {
        'next-action': request.headers()['next-action'] ?? '',
        'content-type': 'text/plain;charset=UTF-8',
        accept: 'text/x-component',
        origin: ORIGIN,
      },
      data: JSON.stringify([
        { ...sent, versionId: waiting?.versionId, contentHash: waiting?.contentHash },
        ...others,
      ]),
    })
    return answer.text()
  }
  const alone = await send()
  expect(alone).toContain('"ok":false')
  expect(alone).toContain(AUTHOR)
  // From a page that was made for the reviewer, in a browser where the author has signed in since.
  const { owner, reviewer } = PEOPLE
  const stale = await send(person)
  expect(stale).toContain('"ok":false')
  expect(stale).toContain(`belongs to ${reviewer.name}, but this browser is signed in as ${owner.name} now`)
}
