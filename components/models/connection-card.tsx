'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Ban, Pencil, PlugZap, RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import { useAction } from '#components/data/use-action.ts'
import type { ConnectionActions } from '#components/models/connection-actions.ts'
import { ConnectionBadge } from '#components/models/connection-badge.tsx'
import { checkWords, KIND_WORDS, keyWords, STRUCTURED_WORDS } from '#components/models/connection-words.ts'
import { ModelPrices } from '#components/models/model-prices.tsx'
import { SpendBar } from '#components/models/spend-bar.tsx'
import { CopyId } from '#components/patterns/copy-id.tsx'
import { Facts } from '#components/patterns/facts.tsx'
import { Time } from '#components/patterns/time.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { CONNECTIONS, type ConnectionView } from '#lib/contracts/connections.ts'
import { keyOf } from '#lib/contracts/endpoint.ts'

type ConnectionCardProps = {
  connection: ConnectionView
  /** Null for those who only use connections. */
  actions: ConnectionActions | null
  onEdit: () => void
}

/** One connection: where it goes, what its last test said, what it cost, which models have a price. */
export function ConnectionCard({ connection, actions, onEdit }: ConnectionCardProps) {
  const disabled = connection.status === 'disabled'
  return (
    <Panel title={connection.name} note={<ConnectionBadge status={connection.status} />}>
      <div className="flex flex-col gap-3">
        {actions ? <OwnerActions connection={connection} actions={actions} onEdit={onEdit} /> : null}
        {disabled ? (
          <p className="text-muted">{checkWords(connection)}</p>
        ) : (
          <Facts rows={factsOf(connection)} />
        )}
        <SpendBar
          spentMicroUsd={connection.spentMicroUsd}
          reservedMicroUsd={connection.reservedMicroUsd}
          capMicroUsd={connection.capMicroUsd}
        />
        {disabled ? null : <ModelPrices connection={connection} />}
      </div>
    </Panel>
  )
}

const factsOf = (one: ConnectionView): (readonly [string, ReactNode])[] => [
  ['Provider', KIND_WORDS[one.kind]],
  ['Base URL', <CopyId key="url" value={one.baseUrl} label="Copy base URL" />],
  ['Key', keyWords(one.keyHint)],
  [
    'Last test',
    <span key="test" role="status" className={one.status === 'failed' ? 'text-bad-text' : undefined}>
      {checkWords(one)} {one.checkedAt ? <Time iso={one.checkedAt} /> : null}
    </span>,
  ],
  ['JSON answers', STRUCTURED_WORDS[one.structuredOutput]],
  ['May reach', one.allowPrivate ? 'public, private and loopback addresses' : 'public addresses only'],
  ['Added by', one.createdByName],
]

type OwnerActionsProps = { connection: ConnectionView; actions: ConnectionActions; onEdit: () => void }

function OwnerActions({ connection, actions, onEdit }: OwnerActionsProps) {
  const { id, name, status } = connection
  const queries = useQueryClient()
  const refresh = () => void queries.invalidateQueries({ queryKey: keyOf(CONNECTIONS.list) })
  const checking = useAction(actions.check, refresh)
  const disabling = useAction(actions.disable, refresh)
  const enabling = useAction(actions.update, refresh)
  const suffix = <span className="sr-only"> {name}</span>
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {status === 'disabled' ? (
        <Button
          icon={<RotateCcw size={14} aria-hidden />}
          disabled={enabling.pending}
          onClick={() => enabling.run({ id, enabled: true })}
        >
          Enable{suffix}
        </Button>
      ) : (
        <>
          <Button
            icon={<PlugZap size={14} aria-hidden />}
            disabled={checking.pending || status === 'checking'}
            onClick={() => checking.run({ id })}
          >
            {status === 'checking' ? 'Testing' : 'Test'}
            {suffix}
          </Button>
          <Button icon={<Pencil size={14} aria-hidden />} onClick={onEdit}>
            Edit{suffix}
          </Button>
          <Button
            icon={<Ban size={14} aria-hidden />}
            disabled={disabling.pending}
            onClick={() => disabling.run({ id })}
          >
            Disable{suffix}
          </Button>
        </>
      )}
      <ActionError result={checking.result} />
      <ActionError result={disabling.result} />
      <ActionError result={enabling.result} />
    </div>
  )
}
