'use client'

import { useRouter } from 'next/navigation'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { plural } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Time } from '#components/patterns/time.tsx'
import { ROLE_OPTIONS } from '#components/people/invite-form.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import type { Person } from '#lib/contracts/people.ts'
import { USER_ROLES, type UserRole } from '#lib/domain/vocabulary.ts'

type ChangeRole = Action<{ userId: string; role: UserRole; disabled?: boolean }, unknown>
type PeopleTableProps = { people: readonly Person[]; meId: string; change: ChangeRole | null }

/** Accounts of machines have an address that no mail server can own (RFC 2606). */
const isMailbox = (email: string): boolean => !email.endsWith('.invalid')

/** Who may do what. Only owners get the controls, and nobody takes away their own role by accident. */
export function PeopleTable({ people, meId, change }: PeopleTableProps) {
  return (
    <PlainTable
      caption={plural(people.length, 'person', 'people')}
      columns={[
        { title: 'Name' },
        { title: 'E-mail' },
        { title: 'Role' },
        { title: 'Since' },
        { title: 'Access' },
      ]}
      rows={people.map((person) => ({
        id: person.id,
        cells: [
          <span key="name" className="font-medium">
            {person.name}
            {person.id === meId ? <span className="text-muted"> (you)</span> : null}
          </span>,
          isMailbox(person.email) ? (
            person.email
          ) : (
            <span key="email" className="text-muted">
              none: acts by token, cannot sign in
            </span>
          ),
          change && person.id !== meId ? (
            <RoleControl key="role" person={person} change={change} />
          ) : (
            person.role
          ),
          <Time key="since" iso={person.createdAt} />,
          change && person.id !== meId ? (
            <AccessControl key="access" person={person} change={change} />
          ) : person.disabled ? (
            <Badge key="access" tone="warn">
              disabled
            </Badge>
          ) : (
            'active'
          ),
        ],
      }))}
    />
  )
}

function RoleControl({ person, change }: { person: Person; change: ChangeRole }) {
  const router = useRouter()
  const { run, pending, result } = useAction(change, () => router.refresh())
  return (
    <>
      <select
        key={person.role}
        aria-label={`Role of ${person.name}`}
        defaultValue={person.role}
        disabled={pending}
        onChange={(event) => {
          const role = USER_ROLES.find((known) => known === event.target.value)
          if (role) run({ userId: person.id, role })
        }}
        className="h-7 rounded-md border border-edge bg-raised px-1.5"
      >
        {ROLE_OPTIONS.map((option) => (
          <option key={option.value}>{option.value}</option>
        ))}
      </select>
      <ActionError result={result} />
    </>
  )
}

function AccessControl({ person, change }: { person: Person; change: ChangeRole }) {
  const router = useRouter()
  const { run, pending, result } = useAction(change, () => router.refresh())
  return (
    <>
      <Button
        disabled={pending}
        aria-label={`${person.disabled ? 'Enable' : 'Disable'} ${person.name}`}
        onClick={() => run({ userId: person.id, role: person.role, disabled: !person.disabled })}
      >
        {person.disabled ? 'Enable' : 'Disable'}
      </Button>
      <ActionError result={result} />
    </>
  )
}
