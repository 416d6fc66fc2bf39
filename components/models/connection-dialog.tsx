'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldError } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import type { ConnectionActions } from '#components/models/connection-actions.ts'
import { changesOf, type ReadDraft, readDraft } from '#components/models/connection-draft.ts'
import { ConnectionFields } from '#components/models/connection-fields.tsx'
import { PriceFields } from '#components/models/price-fields.tsx'
import { emptyRow, rowsOf } from '#components/models/price-rows.ts'
import { ActionForm } from '#components/patterns/action-form.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { CONNECTIONS, type ConnectionView } from '#lib/contracts/connections.ts'
import { keyOf } from '#lib/contracts/endpoint.ts'

type ConnectionDialogProps = {
  /** Null: a new one. */
  connection: ConnectionView | null
  actions: ConnectionActions
  onClose: () => void
}

/** The form of a connection. A stored key is never read back: an empty field leaves it as it is. */
export function ConnectionDialog({ connection, actions, onClose }: ConnectionDialogProps) {
  const queries = useQueryClient()
  const [rows, setRows] = useState(() => (connection ? rowsOf(connection.prices) : [emptyRow('first')]))
  const [read, setRead] = useState<ReadDraft | null>(null)
  const done = () => {
    void queries.invalidateQueries({ queryKey: keyOf(CONNECTIONS.list) })
    onClose()
  }
  const creating = useAction(actions.create, done)
  const updating = useAction(actions.update, done)
  const { result, pending } = connection ? updating : creating
  const wrong = (field: 'cap' | 'prices') =>
    read?.kind === 'wrong' && read.field === field ? read.message : undefined
  function submit(data: FormData) {
    const next = readDraft(data, rows)
    setRead(next)
    if (next.kind === 'wrong') return
    if (connection === null) return creating.run(next.draft)
    const changes = changesOf(connection, next.draft, data.get('removeKey') === 'on')
    if (Object.keys(changes).length === 0) return onClose()
    updating.run({ id: connection.id, ...changes })
  }
  return (
    <Dialog
      title={connection ? `Edit ${connection.name}` : 'Add a connection'}
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <ActionForm
        sent={{ pending, result }}
        onSend={submit}
        words={{ send: connection ? 'Save' : 'Add', sending: 'Saving' }}
        beside={<Button onClick={onClose}>Cancel</Button>}
      >
        <ConnectionFields
          connection={connection}
          capError={wrong('cap') ?? fieldError(result, 'capMicroUsd')}
        />
        <PriceFields
          rows={rows}
          models={connection?.models ?? []}
          error={wrong('prices') ?? fieldError(result, 'prices')}
          onChange={setRows}
        />
      </ActionForm>
    </Dialog>
  )
}
