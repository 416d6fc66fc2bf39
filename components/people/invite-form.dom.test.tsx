import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { InviteForm } from '#components/people/invite-form.tsx'
import type { InviteCreated } from '#lib/contracts/people.ts'
import type { ActionResult } from '#lib/contracts/problem.ts'

const REFUSED: ActionResult<InviteCreated> = {
  ok: false,
  code: 'invalid',
  message: 'The invitation was not made.',
  requestId: 'r1',
  fields: { email: ['Somebody with this address is here.', 'Another complaint.'] },
}
const noteOf = (control: HTMLElement) =>
  document.getElementById(control.getAttribute('aria-describedby') ?? '')?.textContent

test('a problem is said at its field alone, keeps what was typed, and goes with the next success', async () => {
  const user = userEvent.setup()
  const made = {
    ok: true,
    data: { id: 'i', role: 'viewer', path: '/invite?token=t', expiresAt: '2030-01-01T00:00:00Z' },
  }
  const invite = vi.fn().mockResolvedValueOnce(REFUSED).mockResolvedValueOnce(made)
  render(<InviteForm invite={invite} />)
  const email = screen.getByLabelText<HTMLInputElement>('E-mail (optional)')
  const role = screen.getByLabelText('Role')
  await user.selectOptions(role, 'viewer')
  await user.type(email, ' vera@example.org ')
  await user.click(screen.getByRole('button', { name: 'Invite' }))
  expect(invite).toHaveBeenLastCalledWith({ role: 'viewer', email: 'vera@example.org' }, undefined)
  await vi.waitFor(() => expect(noteOf(email)).toBe('Somebody with this address is here.'))
  expect(email.getAttribute('aria-invalid')).toBe('true')
  expect(role.getAttribute('aria-invalid')).toBe('false')
  expect(email.value).toContain('vera@example.org')

  await user.clear(email)
  await user.click(screen.getByRole('button', { name: 'Invite' }))
  expect(invite).toHaveBeenLastCalledWith({ role: 'viewer', email: null }, undefined)
  expect(await screen.findByText(/^Link for a viewer, once/)).toBeTruthy()
  expect(email.getAttribute('aria-invalid')).toBe('false')
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a form is sent once, however often its button is pressed meanwhile', async () => {
  const user = userEvent.setup()
  const invite = vi.fn(() => new Promise<ActionResult<InviteCreated>>(() => undefined))
  render(<InviteForm invite={invite} />)
  await user.dblClick(screen.getByRole('button', { name: 'Invite' }))
  await user.type(screen.getByLabelText('E-mail (optional)'), '{Enter}')
  expect(invite).toHaveBeenCalledOnce()
})

test('a server that does not answer is a failure in place', async () => {
  const user = userEvent.setup()
  render(<InviteForm invite={() => Promise.reject(new Error('network'))} />)
  await user.click(screen.getByRole('button', { name: 'Invite' }))
  expect((await screen.findByRole('alert')).textContent).toContain('The server did not answer.')
})
