import { useId } from 'react'
import type { RoleChoice } from '#components/models/assignment.ts'
import { SelectField, TextField } from '#components/ui/field.tsx'
import type { ConnectionView } from '#lib/contracts/connections.ts'

type RolePlayerFieldProps = {
  label: string
  modelLabel: string
  choice: RoleChoice
  connections: readonly ConnectionView[]
  /** What stands for no model, where that is a choice. */
  without: string | null
  onChange: (choice: RoleChoice) => void
}

/** Models that can play come first; the others of the list say by the launch's reason what they lack. */
const modelsOf = ({ prices, models }: ConnectionView): string[] => [
  ...new Set([...Object.keys(prices), ...models]),
]

/** Who plays one role: a model of a connection, or what stands for none. */
export function RolePlayerField({
  label,
  modelLabel,
  choice,
  connections,
  without,
  onChange,
}: RolePlayerFieldProps) {
  const list = useId()
  const connection = connections.find((one) => one.id === choice.connectionId)
  const none = without === null ? [] : [{ value: '', label: without }]
  const options = [...none, ...connections.map((one) => ({ value: one.id, label: one.name }))]
  return (
    <div className="grid grid-cols-2 gap-2">
      <SelectField
        label={label}
        options={options}
        value={choice.connectionId}
        onChange={({ target }) => {
          const next = connections.find((one) => one.id === target.value)
          onChange({ connectionId: target.value, model: next ? (Object.keys(next.prices)[0] ?? '') : '' })
        }}
      />
      {connection ? (
        <>
          <TextField
            label={modelLabel}
            list={list}
            maxLength={200}
            value={choice.model}
            onChange={({ target }) => onChange({ ...choice, model: target.value })}
          />
          <datalist id={list}>
            {modelsOf(connection).map((model) => (
              <option key={model} value={model} />
            ))}
          </datalist>
        </>
      ) : null}
    </div>
  )
}
