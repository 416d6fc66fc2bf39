'use client'

import { useRouter } from 'next/navigation'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { formatInstant } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Time } from '#components/patterns/time.tsx'
import { Button } from '#components/ui/button.tsx'
import type { People } from '#lib/contracts/people.ts'

type Invite = People['invites'][number]
type Revoke = Action<{ inviteId: string }, unknown>

const forWhom = ({ email }: Invite): string => email ?? 'anybody with the link'

/** Links that nobody has used yet, each with the way to take it back. */
export function OpenInvites({ invites, revoke }: { invites: readonly Invite[]; revoke: Revoke }) {
  return (
    <PlainTable
      caption="Open invitations"
      columns={[
        { title: 'Role' },
        { title: 'For' },
        { title: 'Made' },
        { title: 'Works until' },
        { title: 'Access' },
      ]}
      rows={invites.map((invite) => ({
        id: invite.id,
        cells: [
          invite.role,
          forWhom(invite),
          <Time key="made" iso={invite.createdAt} />,
          formatInstant(invite.expiresAt),
          <RevokeInvite key="revoke" invite={invite} revoke={revoke} />,
        ],
      }))}
    />
  )
}

function RevokeInvite({ invite, revoke }: { invite: Invite; revoke: Revoke }) {
  const router = useRouter()
  const { run, pending, result } = useAction(revoke, () => router.refresh())
  return (
    <>
      <Button
        disabled={pending}
        aria-label={`Revoke the invitation of a ${invite.role} for ${forWhom(invite)}`}
        onClick={() => run({ inviteId: invite.id })}
      >
        Revoke
      </Button>
      <ActionError result={result} />
    </>
  )
}
