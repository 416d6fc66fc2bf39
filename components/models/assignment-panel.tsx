import Link from 'next/link'
import type { AssignmentDraft, RoleChoice } from '#components/models/assignment.ts'
import { RolePlayerField } from '#components/models/role-player-field.tsx'
import { roleInSentence } from '#components/models/role-words.ts'
import { CheckField, TextField } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ConnectionView } from '#lib/contracts/connections.ts'
import { ROLE_TITLES, ROLES, type Role } from '#lib/domain/vocabulary.ts'

type AssignmentPanelProps = {
  /** Enabled ones; with none there is nothing to choose. */
  connections: readonly ConnectionView[]
  draft: AssignmentDraft
  hasModel: boolean
  onChange: (draft: AssignmentDraft) => void
}

/** Who plays each role of the run, and the cap that a model needs. */
export function AssignmentPanel({ connections, draft, hasModel, onChange }: AssignmentPanelProps) {
  const set = (part: Partial<AssignmentDraft>) => onChange({ ...draft, ...part })
  const setRole = (role: Role, choice: RoleChoice) => set({ roles: { ...draft.roles, [role]: choice } })
  const [first] = connections
  if (first === undefined)
    return (
      <p className="text-xs text-muted">
        All four roles are played by the built-in engine: no model is called, nothing is spent. A model can
        play a role over a{' '}
        <Link href="/connections" className="link">
          connection
        </Link>
        .
      </p>
    )
  const firstChoice = { connectionId: first.id, model: Object.keys(first.prices)[0] ?? '' }
  return (
    <Panel title="Roles">
      <div className="flex flex-col gap-3">
        <CheckField
          label="A model in every role"
          checked={draft.everyRole}
          onChange={({ target }) =>
            set({
              everyRole: target.checked,
              shared: draft.shared.connectionId === '' ? firstChoice : draft.shared,
            })
          }
        />
        {draft.everyRole ? (
          <RolePlayerField
            label="Every role"
            modelLabel="Model of every role"
            choice={draft.shared}
            connections={connections}
            without={null}
            onChange={(shared) => set({ shared })}
          />
        ) : (
          ROLES.map((role) => (
            <RolePlayerField
              key={role}
              label={ROLE_TITLES[role]}
              modelLabel={`Model of the ${roleInSentence(role)}`}
              choice={draft.roles[role]}
              connections={connections}
              without="Built-in engine"
              onChange={(choice) => setRole(role, choice)}
            />
          ))
        )}
        {hasModel ? <ModelLimits draft={draft} set={set} /> : null}
      </div>
    </Panel>
  )
}

function ModelLimits({
  draft,
  set,
}: {
  draft: AssignmentDraft
  set: (part: Partial<AssignmentDraft>) => void
}) {
  return (
    <>
      <TextField
        label="Cap, USD"
        inputMode="decimal"
        required
        value={draft.cap}
        onChange={({ target }) => set({ cap: target.value })}
        hint="The most that the models of this run may cost. Each request is held against it before it is sent."
      />
      <div className="grid grid-cols-2 gap-2">
        <TextField
          label="Longest answer, tokens"
          type="number"
          min={256}
          max={64_000}
          required
          value={draft.maxOutputTokens}
          onChange={({ target }) => set({ maxOutputTokens: target.value })}
        />
        <TextField
          label="Temperature"
          inputMode="decimal"
          placeholder="the provider's"
          value={draft.temperature}
          onChange={({ target }) => set({ temperature: target.value })}
        />
      </div>
    </>
  )
}
