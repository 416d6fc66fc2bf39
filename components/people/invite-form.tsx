'use client'

import { ActionError } from '#components/data/action-error.tsx'
import { type Action, fieldError } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { Snippet } from '#components/patterns/copy-id.tsx'
import { formatInstant } from '#components/patterns/format.ts'
import { Button } from '#components/ui/button.tsx'
import { SelectField, TextField } from '#components/ui/field.tsx'
import type { InviteCreated } from '#lib/contracts/people.ts'
import { USER_ROLES, type UserRole } from '#lib/domain/vocabulary.ts'

type InviteFormProps = { invite: Action<{ role: UserRole; email: string | null }, InviteCreated> }

export const ROLE_OPTIONS = USER_ROLES.map((role) => ({ value: role, label: role }))
const roleOf = (value: unknown): UserRole => USER_ROLES.find((role) => role === value) ?? 'viewer'

/** Makes a one-time link. It is shown once, here; send it by a way that you trust. */
export function InviteForm({ invite }: InviteFormProps) {
  const { run, pending, result } = useAction(invite)
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        const email = String(data.get('email') ?? '').trim()
        run({ role: roleOf(data.get('role')), email: email === '' ? null : email })
      }}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label="Role"
          name="role"
          defaultValue="reviewer"
          options={ROLE_OPTIONS}
          error={fieldError(result, 'role')}
        />
        <TextField label="E-mail (optional)" name="email" type="email" error={fieldError(result, 'email')} />
      </div>
      <ActionError result={result} />
      <div>
        <Button type="submit" tone="primary" disabled={pending}>
          {pending ? 'Making the link' : 'Invite'}
        </Button>
      </div>
      {result?.ok ? (
        <div role="status" className="flex flex-col gap-1">
          <p>
            Link for a {result.data.role}, once, until {formatInstant(result.data.expiresAt)}. It is not shown
            again.
          </p>
          <Snippet label="Copy link" command={`${window.location.origin}${result.data.path}`} />
        </div>
      ) : null}
    </form>
  )
}
