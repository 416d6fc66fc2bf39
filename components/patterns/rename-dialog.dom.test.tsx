import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime'
import { expect, test, vi } from 'vitest'
import { RenameDialog } from '#components/patterns/rename-dialog.tsx'
import type { ActionResult } from '#lib/contracts/problem.ts'

const REFUSED: ActionResult<unknown> = {
  ok: false,
  code: 'invalid',
  message: 'The title is taken.',
  requestId: 'r1',
  fields: { title: ['Another seed has this title.'] },
}
const nothing = () => undefined

/** The dialog on a page with a button before it and one behind it. */
function page(answer: ActionResult<unknown> = { ok: true, data: null }) {
  const rename = vi.fn(async () => answer)
  const refresh = vi.fn()
  const router = {
    back: nothing,
    forward: nothing,
    push: nothing,
    replace: nothing,
    prefetch: nothing,
    bfcacheId: '',
    refresh,
  }
  render(
    <AppRouterContext value={router}>
      <button type="button">Before</button>
      <RenameDialog id="s1" title="Tides" rename={rename} />
      <button type="button">Behind</button>
    </AppRouterContext>,
  )
  return { rename, refresh, user: userEvent.setup() }
}
const trigger = () => screen.getByRole('button', { name: 'Rename' })
const open = async (user: ReturnType<typeof userEvent.setup>) => {
  await user.click(trigger())
  return screen.getByRole('dialog', { name: 'Rename' })
}

test('focus enters the dialog, stays in it, and Esc gives it back to where it came from', async () => {
  const { user, rename } = page()
  const dialog = await open(user)
  expect(dialog.contains(document.activeElement)).toBe(true)
  expect(screen.queryByRole('button', { name: 'Behind' })).toBeNull()
  for (let presses = 0; presses < 5; presses++) {
    await user.tab()
    expect(dialog.contains(document.activeElement)).toBe(true)
  }
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(document.activeElement).toBe(trigger())
  expect(rename).not.toHaveBeenCalled()
})

test('what is refused is said at its field, and what was typed stays', async () => {
  const { user, rename, refresh } = page(REFUSED)
  await open(user)
  const title = screen.getByLabelText<HTMLInputElement>('Title')
  await user.clear(title)
  await user.type(title, 'Bridges{Enter}')
  expect(rename).toHaveBeenCalledExactlyOnceWith({ id: 's1', title: 'Bridges' }, undefined)
  await vi.waitFor(() => expect(title.getAttribute('aria-invalid')).toBe('true'))
  expect(document.getElementById(title.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
    'Another seed has this title.',
  )
  expect(screen.getByRole('alert').textContent).toBe('The title is taken.id r1')
  expect(title.value).toBe('Bridges')
  expect(refresh).not.toHaveBeenCalled()
})

test('what is done closes the dialog and has the page drawn again', async () => {
  const { user, refresh } = page()
  await open(user)
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(refresh).toHaveBeenCalledOnce()
  expect(document.activeElement).toBe(trigger())
})
