import type { Metadata } from 'next'
import {
  checkConnectionAction,
  createConnectionAction,
  disableConnectionAction,
  updateConnectionAction,
} from '#app/(studio)/connections/actions.ts'
import { context, may } from '#app/user.ts'
import { ConnectionListView } from '#components/connections/connection-list.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { listConnections } from '#lib/services/connections/list-connections.ts'

export const metadata: Metadata = { title: 'Connections' }

const ACTIONS = {
  create: createConnectionAction,
  update: updateConnectionAction,
  disable: disableConnectionAction,
  check: checkConnectionAction,
}

export default async function ConnectionsPage() {
  if (!(await may('connection.read')))
    return (
      <>
        <PageHeader title="Connections" />
        <EmptyState kind="forbidden" what="the connections" who="owners and researchers" />
      </>
    )
  return <ConnectionListView initial={await listConnections({ ctx: await context() })} actions={ACTIONS} />
}
