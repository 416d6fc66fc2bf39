'use client'

import { useId } from 'react'

type Choice = { value: string; label: string }
export type ChoiceGroup = { label: string; choices: readonly Choice[] }

type TrainingSelectProps = {
  label: string
  value: string
  choices: readonly (Choice | ChoiceGroup)[]
  onChange: (value: string) => void
}

const CONTROL = 'h-8 min-w-0 rounded-md border border-edge bg-raised'

/** A setting of the charts: a word and the platform's select beside it. */
export function TrainingSelect({ label, value, choices, onChange }: TrainingSelectProps) {
  const id = useId()
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <label htmlFor={id} className="text-xs text-muted">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={`${CONTROL} max-w-44 px-1.5`}
      >
        {choices.map((choice) =>
          'choices' in choice ? (
            <optgroup key={choice.label} label={choice.label}>
              {choice.choices.map((one) => (
                <Option key={one.value} {...one} />
              ))}
            </optgroup>
          ) : (
            <Option key={choice.value} {...choice} />
          ),
        )}
      </select>
    </span>
  )
}

const Option = ({ value, label }: Choice) => <option value={value}>{label}</option>

type ValueFieldProps = {
  label: string
  /** The value as text; the field starts again with another one. */
  value: string
  placeholder?: string
  width: string
  /** Enter or leaving the field; false where the text is not a value, which brings the old one back. */
  onCommit: (text: string) => boolean
}

/** A value that counts once it is typed to the end. */
export function ValueField({ label, value, placeholder, width, onCommit }: ValueFieldProps) {
  const id = useId()
  return (
    <span className="inline-flex items-center gap-1.5">
      <label htmlFor={id} className="text-xs text-muted">
        {label}
      </label>
      <input
        key={value}
        id={id}
        defaultValue={value}
        placeholder={placeholder}
        inputMode="decimal"
        className={`${CONTROL} num px-2 ${width}`}
        onKeyDown={(event) => (event.key === 'Enter' ? event.currentTarget.blur() : undefined)}
        onBlur={(event) => {
          const text = event.currentTarget.value.trim()
          if (text !== value && !onCommit(text)) event.currentTarget.value = value
        }}
      />
    </span>
  )
}
