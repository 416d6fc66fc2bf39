import type { Metadata } from 'next'
import {
  changeRoleAction,
  createTokenAction,
  inviteAction,
  revokeTokenAction,
} from '#app/(studio)/people/actions.ts'
import { context, may, signedIn } from '#app/user.ts'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Time } from '#components/patterns/time.tsx'
import { InviteForm } from '#components/people/invite-form.tsx'
import { PeopleTable } from '#components/people/people-table.tsx'
import { TokenPanel } from '#components/people/token-panel.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { listPeople } from '#lib/services/people/list-people.ts'

export const metadata: Metadata = { title: 'People' }

export default async function PeoplePage() {
  const me = await signedIn()
  const { people, invites, tokens } = await listPeople({ ctx: await context() })
  const manages = await may('people.invite')
  return (
    <>
      <PageHeader
        title="People"
        facts={`You are ${me.role}. Owners invite, change roles and take access away.`}
      />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="Members" note={people.length} flush>
            <PeopleTable people={people} meId={me.userId} change={manages ? changeRoleAction : null} />
          </Panel>
          {invites.length > 0 ? (
            <Panel title="Open invitations" note={invites.length} flush>
              <PlainTable
                caption="Open invitations"
                columns={[
                  { title: 'Role' },
                  { title: 'E-mail' },
                  { title: 'Made' },
                  { title: 'Works until' },
                ]}
                rows={invites.map((invite) => ({
                  id: invite.id,
                  cells: [
                    invite.role,
                    invite.email ?? 'anybody with the link',
                    <Time key="made" iso={invite.createdAt} />,
                    invite.expiresAt.slice(0, 10),
                  ],
                }))}
              />
            </Panel>
          ) : null}
          <Panel title="Tokens" note="for the command line and trainers" flush>
            <TokenPanel tokens={tokens} create={createTokenAction} revoke={revokeTokenAction} />
          </Panel>
        </div>
        {manages ? (
          <Panel title="Invite" note="a link that works once">
            <InviteForm invite={inviteAction} />
          </Panel>
        ) : null}
      </div>
    </>
  )
}
