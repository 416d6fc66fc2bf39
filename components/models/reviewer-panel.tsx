import type { ReviewerDraft } from '#components/models/read-reviewer.ts'
import { RolePlayerField } from '#components/models/role-player-field.tsx'
import { TextField } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ConnectionView } from '#lib/contracts/connections.ts'

type ReviewerPanelProps = {
  /** Those that are in use. */
  connections: readonly ConnectionView[]
  draft: ReviewerDraft
  onChange: (draft: ReviewerDraft) => void
}

/** A model that reads what is verified before people do, under a cap apart from that of the roles. */
export function ReviewerPanel({ connections, draft, onChange }: ReviewerPanelProps) {
  return (
    <Panel title="Reader for the reviewers">
      <div className="flex flex-col gap-3">
        <RolePlayerField
          label="Reads every verified version"
          modelLabel="Model that reads"
          choice={draft.choice}
          connections={connections}
          without="Nobody"
          onChange={(choice) => onChange({ ...draft, choice })}
        />
        {draft.choice.connectionId === '' ? null : (
          <TextField
            label="Cap of the reader, USD"
            inputMode="decimal"
            required
            value={draft.cap}
            onChange={({ target }) => onChange({ ...draft, cap: target.value })}
            hint="Shared evenly by the candidates. Its findings need a quotation; people confirm or refute them."
          />
        )}
      </div>
    </Panel>
  )
}
