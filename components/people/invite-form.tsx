'use client'

import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { ActionForm } from '#components/patterns/action-form.tsx'
import { Snippet } from '#components/patterns/copy-id.tsx'
import { formatInstant } from '#components/patterns/format.ts'
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
    <div className="flex flex-col gap-3">
      <ActionForm
        sent={{ pending, result }}
        onSend={(data) => {
          const email = String(data.get('email') ?? '').trim()
          run({ role: roleOf(data.get('role')), email: email === '' ? null : email })
        }}
        words={{ send: 'Invite', sending: 'Making the link' }}
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <SelectField label="Role" name="role" defaultValue="reviewer" options={ROLE_OPTIONS} />
          <TextField label="E-mail (optional)" name="email" type="email" />
        </div>
      </ActionForm>
      {result?.ok ? (
        <div role="status" className="flex flex-col gap-1">
          <p>
            Link for a {result.data.role}, once, until {formatInstant(result.data.expiresAt)}. It is not shown
            again.
          </p>
          <Snippet label="Copy link" command={`${window.location.origin}${result.data.path}`} />
        </div>
      ) : null}
    </div>
  )
}
