import type { Metadata } from 'next'
import {
  changeRoleAction,
  createTokenAction,
  inviteAction,
  revokeInviteAction,
  revokeTokenAction,
} from '#app/(studio)/people/actions.ts'
import { context, may, signedIn } from '#app/user.ts'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { InviteForm } from '#components/people/invite-form.tsx'
import { OpenInvites } from '#components/people/open-invites.tsx'
import { PeopleTable } from '#components/people/people-table.tsx'
import { TokenPanel } from '#components/people/token-panel.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { grantableScopes } from '#lib/domain/capabilities.ts'
import { listPeople } from '#lib/services/people/list-people.ts'

export const metadata: Metadata = { title: 'People' }

export default async function PeoplePage() {
  const me = await signedIn()
  const ctx = await context()
  const { people, invites, tokens } = await listPeople({ ctx })
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
              <OpenInvites invites={invites} revoke={revokeInviteAction} />
            </Panel>
          ) : null}
          <Panel title="Tokens" note="for the command line, scripts and trainers" flush>
            <TokenPanel
              tokens={tokens}
              scopes={grantableScopes(ctx.actor)}
              create={createTokenAction}
              revoke={revokeTokenAction}
            />
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
