import type { Metadata } from 'next'
import {
  checkConnectionAction,
  createConnectionAction,
  disableConnectionAction,
  updateConnectionAction,
} from '#app/(studio)/connections/actions.ts'
import { context, may } from '#app/user.ts'
import { ConnectionListView } from '#components/models/connection-list.tsx'
import { PrecisionPanel } from '#components/models/precision-panel.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { listConnections } from '#lib/services/connections/list-connections.ts'
import { listPrecision } from '#lib/services/model-reviews/read-precision.ts'

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
        <EmptyState kind="forbidden" what="the connections" needs="connection.read" />
      </>
    )
  const ctx = await context()
  return (
    <div className="flex flex-col gap-4">
      <ConnectionListView
        initial={await listConnections({ ctx })}
        actions={ACTIONS}
        precision={<PrecisionPanel precision={await listPrecision({ ctx })} />}
      />
    </div>
  )
}
