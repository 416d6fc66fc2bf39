'use client'

import { Plug } from 'lucide-react'
import type { ReactNode } from 'react'
import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import type { ConnectionActions } from '#components/models/connection-actions.ts'
import { ConnectionCard } from '#components/models/connection-card.tsx'
import { ConnectionDialog } from '#components/models/connection-dialog.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { LoadFailed } from '#components/patterns/query-state.tsx'
import { useUrlState } from '#components/patterns/url-state.ts'
import { Button } from '#components/ui/button.tsx'
import { CONNECTIONS, type ConnectionList, type ConnectionView } from '#lib/contracts/connections.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

const NEW = 'new'

/** Named ways to providers of models; polled while one is being tested. `?edit=` holds the form that is open. */
export function ConnectionListView({
  initial,
  actions,
  precision,
}: {
  initial: ConnectionList
  actions: ConnectionActions
  /** How reviewer models fare; drawn below the connections. */
  precision: ReactNode
}) {
  const { params, set } = useUrlState()
  const query = useFollowed(
    {
      ...ask(CONNECTIONS.list),
      initialData: initial,
    },
    (list) => list.connections.some(isUnfinished),
    'step',
  )
  const { connections, can } = query.data
  const edit = can.manage.allowed ? params.get('edit') : null
  const edited = connections.find((one) => one.id === edit) ?? null
  const add = can.manage.allowed ? (
    <Button tone="primary" icon={<Plug size={16} aria-hidden />} onClick={() => set({ edit: NEW })}>
      Add a connection
    </Button>
  ) : null
  return (
    <>
      <PageHeader
        title="Connections"
        facts="Named ways to providers of language models. Nothing needs one: without any, the built-in engine plays every role."
        actions={connections.length > 0 ? add : null}
      />
      {query.isError ? (
        <LoadFailed what="The connections" error={query.error} retry={() => void query.refetch()} />
      ) : connections.length === 0 ? (
        <NoConnection add={add} reason={can.manage.allowed ? null : can.manage.reason} />
      ) : (
        <div className="grid items-start gap-4 xl:grid-cols-2">
          {inUseFirst(connections).map((one) => (
            <ConnectionCard
              key={one.id}
              connection={one}
              actions={can.manage.allowed ? actions : null}
              onEdit={() => set({ edit: one.id })}
            />
          ))}
        </div>
      )}
      {precision}
      {edit === NEW || edited ? (
        <ConnectionDialog
          key={edit}
          connection={edited}
          actions={actions}
          onClose={() => set({ edit: null }, 'replace')}
        />
      ) : null}
    </>
  )
}

const inUseFirst = (connections: readonly ConnectionView[]): ConnectionView[] => {
  const isOff = ({ status }: ConnectionView) => status === 'disabled'
  return connections.toSorted((a, b) => Number(isOff(a)) - Number(isOff(b)))
}

function NoConnection({ add, reason }: { add: ReactNode; reason: string | null }) {
  return (
    <div className="rounded-md border border-line bg-raised">
      <EmptyState kind="none" title="No connection, and none is needed" action={add}>
        A connection names a provider: its address, its key, its prices and its cap. With one, a run can let a
        model play any of its four roles. Without one, everything works with the built-in engine, and nothing
        leaves this installation.
        {reason ? <span className="mt-2 block">{reason}</span> : null}
      </EmptyState>
    </div>
  )
}
