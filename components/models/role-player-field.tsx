import { useId } from 'react'
import type { RoleChoice } from '#components/models/cast.ts'
import { SelectField, TextField } from '#components/ui/field.tsx'
import type { ConnectionView } from '#lib/contracts/connections.ts'

type RolePlayerFieldProps = {
  label: string
  modelLabel: string
  choice: RoleChoice
  connections: readonly ConnectionView[]
  /** False where the built-in engine is no choice. */
  mayBuiltin: boolean
  onChange: (choice: RoleChoice) => void
}

/** Models that can play come first; the others of the list say by the launch's reason what they lack. */
const modelsOf = ({ prices, models }: ConnectionView): string[] => [
  ...new Set([...Object.keys(prices), ...models]),
]

/** Who plays one role: the built-in engine, or a model of a connection. */
export function RolePlayerField({
  label,
  modelLabel,
  choice,
  connections,
  mayBuiltin,
  onChange,
}: RolePlayerFieldProps) {
  const list = useId()
  const connection = connections.find((one) => one.id === choice.connectionId)
  const builtin = mayBuiltin ? [{ value: '', label: 'Built-in engine' }] : []
  const options = [...builtin, ...connections.map((one) => ({ value: one.id, label: one.name }))]
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
