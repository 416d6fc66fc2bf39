'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { ActionForm } from '#components/patterns/action-form.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { TextAreaField } from '#components/ui/field.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { SIGNALS } from '#lib/contracts/training-signals.ts'

export type Retire = Action<{ versionId: string; reason: string }, unknown>
type RetireDialogProps = {
  runId: string
  version: { id: string; title: string; number: number }
  /** What the log says; the person may say it better. */
  reason: string
  retire: Retire
  disabledReason: string | null
}

/** Asks for the reason and takes an approved version out of the catalogue. */
export function RetireDialog({ runId, version, reason, retire, disabledReason }: RetireDialogProps) {
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const { run, pending, result } = useAction(retire, () => {
    setOpen(false)
    void queries.invalidateQueries({ queryKey: keyOf(SIGNALS.environments, { id: runId }) })
  })
  return (
    <Dialog
      title={`Retire ${version.title} v${version.number}`}
      description="New packs leave it out. Packs and training runs that have it keep it. This cannot be taken back."
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button disabledReason={disabledReason}>
          Retire<span className="sr-only"> {version.title}</span>
        </Button>
      }
    >
      <ActionForm
        sent={{ pending, result }}
        onSend={(data) => {
          run({ versionId: version.id, reason: String(data.get('reason')) })
        }}
        words={{ send: 'Retire', sending: 'Retiring' }}
        tone="danger"
      >
        <TextAreaField
          label="Reason"
          name="reason"
          defaultValue={reason}
          required
          minLength={3}
          maxLength={500}
        />
      </ActionForm>
    </Dialog>
  )
}
