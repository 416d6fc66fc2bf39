'use client'

import { Bot } from 'lucide-react'
import { useState } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import type { RoleChoice } from '#components/models/assignment.ts'
import { readReviewer } from '#components/models/read-reviewer.ts'
import { RolePlayerField } from '#components/models/role-player-field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { TextField } from '#components/ui/field.tsx'
import type { ConnectionView } from '#lib/contracts/connections.ts'
import type { AskModelInput, ModelReviewList } from '#lib/contracts/model-reviews.ts'

export type AskModel = Action<AskModelInput, ModelReviewList>
type AskModelProps = {
  versionId: string
  /** Those that are in use. */
  connections: readonly ConnectionView[]
  ask: AskModel
  onAsked: (list: ModelReviewList) => void
}

const START_CAP = '1'

/** Has a model read the version, under a cap of its own. */
export function AskModelButton({ versionId, connections, ask, onAsked }: AskModelProps) {
  const [open, setOpen] = useState(false)
  const [first] = connections
  const [choice, setChoice] = useState<RoleChoice>({
    connectionId: first?.id ?? '',
    model: Object.keys(first?.prices ?? {})[0] ?? '',
  })
  const [cap, setCap] = useState(START_CAP)
  const { run, pending, result } = useAction(ask, (list) => {
    onAsked(list)
    setOpen(false)
  })
  if (first === undefined) return null
  const read = readReviewer(choice, connections, cap)
  return (
    <Dialog
      title="Ask a model"
      description="It reads the files of both views and points at what is wrong. A finding is kept only when the text that it quotes stands where it says; people confirm or refute it."
      trigger={<Button icon={<Bot size={14} aria-hidden />}>Ask a model</Button>}
      open={open}
      onOpenChange={setOpen}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (read.kind === 'ok') run({ versionId, ...read.reviewer })
        }}
      >
        <RolePlayerField
          label="Connection"
          modelLabel="Model"
          choice={choice}
          connections={connections}
          without={null}
          onChange={setChoice}
        />
        <TextField
          label="Cap, USD"
          inputMode="decimal"
          required
          value={cap}
          onChange={({ target }) => setCap(target.value)}
          hint="The most that this reading may cost."
        />
        <ActionError result={result} />
        <Button
          type="submit"
          tone="primary"
          disabled={pending}
          disabledReason={read.kind === 'incomplete' ? read.reason : null}
        >
          {pending ? 'Asking' : 'Ask'}
        </Button>
      </form>
    </Dialog>
  )
}
