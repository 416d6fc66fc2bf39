import { roleInSentence } from '#components/models/role-words.ts'
import { SelectField } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { NamedPrompts, PromptCatalogue } from '#lib/domain/prompt-catalogue.ts'
import type { Role } from '#lib/domain/vocabulary.ts'

type PromptFieldsProps = {
  /** Those that a model plays. */
  roles: readonly Role[]
  known: PromptCatalogue
  chosen: NamedPrompts
  /** What the run branched from played with. */
  before: NamedPrompts
  onChange: (prompts: NamedPrompts) => void
}

/** The version of the prompt of each role that a model plays. */
export function PromptFields({ roles, known, chosen, before, onChange }: PromptFieldsProps) {
  if (roles.length === 0) return null
  return (
    <Panel title="Prompts">
      <div className="flex flex-col gap-3">
        {roles.map((role) => {
          const versions = known[role] ?? []
          return (
            <SelectField
              key={role}
              label={`Prompt of the ${roleInSentence(role)}`}
              value={chosen[role] ?? ''}
              options={versions.map(({ version }, place) => ({
                value: version,
                label: [version, place === 0 ? 'newest' : null, version === before[role] ? 'as before' : null]
                  .filter((word) => word !== null)
                  .join(', '),
              }))}
              onChange={({ target }) => onChange({ ...chosen, [role]: target.value })}
            />
          )
        })}
      </div>
    </Panel>
  )
}
