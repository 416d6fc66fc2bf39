import { act, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { PACE_MS } from '#components/data/use-followed.ts'
import { answerAll, FINDING, HERE, MINE, NEXT, reviewPage } from '#components/review/review-page.fixture.tsx'
import { REVIEW_CRITERIA } from '#lib/domain/review-policy.ts'

afterEach(async () => {
  vi.useRealTimers()
  await answerAll()
  vi.unstubAllGlobals()
  sessionStorage.clear()
})

const note = () => screen.getByLabelText<HTMLTextAreaElement>('Note to the author')
const told = () => screen.queryAllByRole('alert').map(({ textContent }) => textContent)
/** A key that stays down: the browser repeats it. */
const hold = (key: string, times = 20) =>
  act(() => {
    for (let at = 0; at < times; at++) fireEvent.keyDown(document.body, { key, repeat: true })
  })
const press = (key: string) => act(() => fireEvent.keyDown(document.body, { key }))
const VERDICT_KEYS = ['a', 'x', '1', '6']
const PAGE_KEYS = [...VERDICT_KEYS, 'c', 'n', 'u', 'y', 'j', 'k', 'z', '[', ']']

/** The page with every criterion marked, so that `a` would approve. */
async function marked() {
  const page = reviewPage()
  for (const at of REVIEW_CRITERIA.keys()) await page.user.keyboard(String(at + 1))
  expect(screen.getAllByRole('radio', { name: 'good', checked: true })).toHaveLength(REVIEW_CRITERIA.length)
  return page
}

/** Each key is pressed, and answered with what it waits for. */
function expectTold(keys: readonly string[], why: RegExp) {
  for (const key of keys) {
    press(key)
    const [said] = told().filter((text) => text?.startsWith(`“${key}” did nothing: `))
    expect(`${key} ${said}`).toMatch(why)
  }
}
type Page = ReturnType<typeof reviewPage>
/** How often anything was asked of the server or the router. */
const callsOf = ({ submit, withdraw, judge, push }: Page) =>
  [submit.call, withdraw.call, judge.call, push].map(({ mock }) => mock.calls.length)

describe('a key that is held', () => {
  test('decides nothing, and is one press where it begins here', async () => {
    const { submit } = await marked()
    hold('a')
    expect(submit.call).not.toHaveBeenCalled()
    press('a')
    hold('a')
    expect(submit.call).toHaveBeenCalledOnce()
  })

  test('walks no files, judges no finding, and marks nothing', () => {
    const { push, judge } = reviewPage()
    press('n')
    for (const key of [']', '[', 'u', '1', 'z']) hold(key)
    expect([push.mock.calls, judge.call.mock.calls]).toEqual([[], []])
    expect(screen.queryAllByRole('radio', { name: 'good', checked: true })).toHaveLength(0)
  })

  test.each(['x', 'c'])('%s writes nothing into the note that it went to', async (key) => {
    await marked()
    press(key)
    expect(document.activeElement).toBe(note())
    const types = (repeat: boolean) => fireEvent.keyDown(note(), { key, repeat })
    expect([types(true), types(true)]).toEqual([false, false])
    // Pressed again it is a letter, and held from there on as well.
    expect([types(false), types(true)]).toEqual([true, true])
  })
})

describe('keys of the page', () => {
  test('open the file before and the file behind, without a jump to the top', () => {
    const { push } = reviewPage()
    press('[')
    press(']')
    expect(push.mock.calls).toEqual([
      ['/review/x?file=before', { scroll: false }],
      ['/review/x?file=after', { scroll: false }],
    ])
  })

  test('refute the finding that was walked to, and none before', () => {
    const { judge } = reviewPage()
    press('u')
    expect(judge.call).not.toHaveBeenCalled()
    press('n')
    press('u')
    expect(judge.call.mock.calls).toEqual([[{ id: FINDING, verdict: 'refuted' }, 'robin']])
  })

  test('rest in the code until it is left, and where Ctrl is held', async () => {
    const page = await marked()
    const code = screen.getByTestId('code')
    act(() => code.focus())
    for (const key of PAGE_KEYS) act(() => fireEvent.keyDown(code, { key }))
    for (const key of PAGE_KEYS) act(() => fireEvent.keyDown(document.body, { key, ctrlKey: true }))
    expect([...callsOf(page), ...told().filter(Boolean)]).toEqual([0, 0, 0, 0])
    act(() => code.blur())
    press('a')
    expect(page.submit.call).toHaveBeenCalledOnce()
  })
})

describe('in the note', () => {
  test('letters are text, and Esc gives the keys back', async () => {
    const page = await marked()
    const { user } = page
    press('c')
    expect(document.activeElement).toBe(note())
    await user.keyboard('axu[[]z1')
    expect([note().value, ...callsOf(page)]).toEqual(['axu[]z1', 0, 0, 0, 0])
    await user.keyboard('{Escape}')
    expect(document.activeElement).not.toBe(note())
    press('a')
    expect(page.submit.call).toHaveBeenCalledOnce()
  })

  test('Ctrl Enter sends what was chosen, and says so where nothing was', async () => {
    const { submit, user } = reviewPage()
    await user.click(note())
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(told()).toContainEqual(expect.stringContaining('Choose first'))
    expect([document.activeElement, submit.call.mock.calls.length]).toEqual([note(), 0])
    await user.keyboard('{Escape}')
    press('x')
    // The reason leads to where it is fixed.
    expect(document.activeElement).toBe(note())
    expect(told()).toContainEqual(expect.stringContaining('Say what must change'))
    await user.keyboard('One more table.')
    act(() => fireEvent.keyDown(note(), { key: 'Enter', ctrlKey: true, repeat: true }))
    expect(submit.call).not.toHaveBeenCalled()
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(submit.call).toHaveBeenCalledOnce()
    expect(submit.call.mock.calls[0]?.[0]).toMatchObject({
      versionId: HERE,
      verdict: 'request-changes',
      note: 'One more table.',
    })
    await submit.answer()
    expect(told().filter(Boolean)).toEqual([])
  })

  test('evidence of a mark is text too, and Esc leaves it', async () => {
    const { user } = reviewPage()
    press('1')
    press('1')
    const evidence = screen.getByLabelText<HTMLInputElement>(/^Evidence for /)
    await user.click(evidence)
    await user.keyboard('1a{Escape}')
    expect([evidence.value, document.activeElement === evidence]).toEqual(['1a', false])
  })
})

describe('between a verdict and the page behind it', () => {
  test('keys of the verdict say that it is on its way, and send no second one', async () => {
    const page = await marked()
    press('a')
    expectTold(VERDICT_KEYS, /is being sent/)
    await page.submit.answer()
    expect(page.push).toHaveBeenLastCalledWith(`/review/${NEXT}`)
    expectTold(VERDICT_KEYS, /is in, and the next page is on its way/)
    page.redraw(MINE)
    expectTold(VERDICT_KEYS, /your verdict on this version is in/)
    expect(callsOf(page)).toEqual([1, 0, 0, 1])
  })
})

describe('between an undo and the form that it brings back', () => {
  /** A verdict was given, and `z` took it back from the page that shows it. */
  async function undone() {
    const page = await marked()
    press('a')
    await page.submit.answer()
    page.redraw(MINE)
    press('z')
    expect(page.withdraw.call.mock.calls).toEqual([[{ versionId: HERE }, 'robin']])
    return { page, before: callsOf(page) }
  }

  test('every key of a review is told and does nothing, before the answer and behind it', async () => {
    const { page, before } = await undone()
    expectTold(PAGE_KEYS, /is being taken back/)
    hold('a')
    expect(callsOf(page)).toEqual(before)
    await page.withdraw.answer()
    expect(page.push).toHaveBeenLastCalledWith(`/review/${HERE}`)
    const behind = callsOf(page)
    expectTold(PAGE_KEYS, /is being taken back/)
    expect(callsOf(page)).toEqual(behind)
    page.redraw(null)
    expect(screen.getAllByRole('radio', { name: 'good', checked: true })).toHaveLength(REVIEW_CRITERIA.length)
    press('a')
    expect(page.submit.call).toHaveBeenCalledTimes(2)
  })

  test('one that is refused gives the keys back at once', async () => {
    const { page } = await undone()
    await page.withdraw.refuse()
    expect(told()).toContainEqual(expect.stringContaining('It is too late.'))
    press(']')
    expect(page.push).toHaveBeenLastCalledWith('/review/x?file=after', { scroll: false })
  })

  test('a form that never comes does not keep them', async () => {
    const { page } = await undone()
    vi.useFakeTimers()
    await page.withdraw.answer()
    act(() => vi.advanceTimersByTime(14_000))
    expectTold([']'], /is being taken back/)
    act(() => vi.advanceTimersByTime(2000))
    vi.useRealTimers()
    press(']')
    expect(page.push).toHaveBeenLastCalledWith('/review/x?file=after', { scroll: false })
  })

  test('the button beside the verdict holds them as the key does', async () => {
    const page = reviewPage(MINE)
    await page.user.click(screen.getByRole('button', { name: 'Withdraw my verdict' }))
    expectTold(VERDICT_KEYS, /is being taken back/)
    await page.withdraw.answer()
    expectTold(PAGE_KEYS, /is being taken back/)
    expect(callsOf(page)).toEqual([0, 1, 0, 0])
    page.redraw(null)
    expect([note().value, ...told().filter(Boolean)]).toEqual(['Fair.'])
    press('a')
    expect(page.submit.call).toHaveBeenCalledOnce()
  })
})

test('a page that stays open learns that others decided, and says so at the next key', async () => {
  vi.useFakeTimers()
  const { submit, decideElsewhere } = reviewPage()
  await act(() => vi.advanceTimersByTimeAsync(PACE_MS.hours))
  expect(screen.getByRole('button', { name: /^Approve/ }).hasAttribute('disabled')).toBe(false)
  decideElsewhere('Quinn approved this version.')
  await act(() => vi.advanceTimersByTimeAsync(2 * PACE_MS.hours))
  expect(screen.getByRole('button', { name: /^Approve/ }).hasAttribute('disabled')).toBe(true)
  for (const key of VERDICT_KEYS) press(key)
  expect(told()).toContainEqual('Quinn approved this version.')
  expect(submit.call).not.toHaveBeenCalled()
})
