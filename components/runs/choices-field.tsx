import { clsx } from 'clsx'
import { useId } from 'react'
import { CheckField } from '#components/ui/field.tsx'

type Choice<T extends string> = { value: T; label: string }
type ChoicesFieldProps<T extends string> = {
  label: string
  hint?: string
  /** Long labels stand below each other. */
  isLong?: boolean
  choices: readonly Choice<T>[]
  /** Undefined: all of them. */
  chosen: readonly T[] | undefined
  onChange: (chosen: T[] | undefined) => void
}

/** Tick boxes for what is permitted; all of them ticked is not a restriction. */
export function ChoicesField<T extends string>({
  label,
  hint,
  isLong = false,
  choices,
  chosen,
  onChange,
}: ChoicesFieldProps<T>) {
  const id = useId()
  const isOn = (value: T) => chosen === undefined || chosen.includes(value)
  const on = choices.filter(({ value }) => isOn(value))
  const toggle = (value: T) => {
    const next = choices.map((one) => one.value).filter((one) => (one === value ? !isOn(one) : isOn(one)))
    onChange(next.length === choices.length ? undefined : next)
  }
  const isAll = on.length === choices.length
  return (
    <fieldset aria-describedby={hint === undefined ? undefined : id} className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 flex w-full items-baseline justify-between gap-2 text-xs font-medium text-ink">
        <span>
          {label}{' '}
          <span className="font-normal text-muted">
            {isAll ? 'all' : `${on.length} of ${choices.length}`}
          </span>
        </span>
        <button
          type="button"
          className="min-h-6 font-normal text-muted underline hover:text-ink"
          aria-label={
            isAll ? `Permit none of the ${label.toLowerCase()}` : `Permit all ${label.toLowerCase()}`
          }
          onClick={() => onChange(isAll ? [] : undefined)}
        >
          {isAll ? 'None' : 'All'}
        </button>
      </legend>
      <div className={clsx('grid grid-cols-1 gap-x-3', !isLong && 'sm:grid-cols-2')}>
        {choices.map(({ value, label: words }) => (
          <CheckField key={value} label={words} checked={isOn(value)} onChange={() => toggle(value)} />
        ))}
      </div>
      {hint === undefined ? null : (
        <p id={id} className="text-xs text-muted">
          {hint}
        </p>
      )}
    </fieldset>
  )
}
