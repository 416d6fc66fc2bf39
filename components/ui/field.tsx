'use client'

import { clsx } from 'clsx'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { useFieldError } from '#components/ui/field-errors.ts'

const CONTROL =
  'w-full rounded-md border border-edge bg-raised px-2.5 text-sm text-ink placeholder:text-muted ' +
  'disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted aria-invalid:border-bad'

type FieldProps = {
  label: string
  hint?: string | undefined
  /** Of the form that is sent: a complaint about this name is shown here. */
  name?: string | undefined
  error?: string | undefined
  children: (control: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': boolean
  }) => ReactNode
}

/** Label, control, hint and error, tied together for a screen reader. */
export function Field({ label, hint, name, error: given, children }: FieldProps) {
  const id = useId()
  const refused = useFieldError(name)
  const error = given ?? refused
  const note = error ?? hint
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-ink">
        {label}
      </label>
      {children({ id, 'aria-describedby': note ? `${id}-note` : undefined, 'aria-invalid': Boolean(error) })}
      {note ? (
        <p id={`${id}-note`} className={clsx('text-xs', error ? 'text-bad-text' : 'text-muted')}>
          {note}
        </p>
      ) : null}
    </div>
  )
}

type Described<T> = Omit<T, 'className' | 'children' | 'id'> & {
  label: string
  hint?: string
  error?: string | undefined
}

export function TextField({ label, hint, error, ...rest }: Described<ComponentProps<'input'>>) {
  return (
    <Field label={label} hint={hint} name={rest.name} error={error}>
      {(control) => <input {...control} {...rest} className={clsx(CONTROL, 'h-8')} />}
    </Field>
  )
}

export function TextAreaField({ label, hint, error, ...rest }: Described<ComponentProps<'textarea'>>) {
  return (
    <Field label={label} hint={hint} name={rest.name} error={error}>
      {(control) => <textarea rows={3} {...control} {...rest} className={clsx(CONTROL, 'py-1.5')} />}
    </Field>
  )
}

export type Option = { value: string; label: string }

/** The platform's own select: keyboard, phone and screen reader work without our help. */
export function SelectField({
  label,
  hint,
  error,
  options,
  ...rest
}: Described<ComponentProps<'select'>> & { options: readonly Option[] }) {
  return (
    <Field label={label} hint={hint} name={rest.name} error={error}>
      {(control) => (
        <select {...control} {...rest} className={clsx(CONTROL, 'h-8 pr-1')}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** A tick box with its words as the target. */
export function CheckField({
  label,
  hint,
  ...rest
}: Omit<ComponentProps<'input'>, 'className' | 'type'> & { label: ReactNode; hint?: string }) {
  return (
    <label
      className={clsx('flex min-h-6 cursor-pointer gap-2 text-sm', hint ? 'items-start' : 'items-center')}
    >
      <input type="checkbox" {...rest} className={clsx('size-4 shrink-0 accent-sand', hint && 'mt-0.5')} />
      <span className="min-w-0">
        {label}
        {hint ? <span className="block text-xs text-muted">{hint}</span> : null}
      </span>
    </label>
  )
}
