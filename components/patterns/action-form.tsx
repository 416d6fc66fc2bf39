'use client'

import type { ReactNode } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import { Button, type ButtonTone } from '#components/ui/button.tsx'
import { FieldErrors } from '#components/ui/field-errors.ts'
import type { ActionResult } from '#lib/contracts/problem.ts'

type ActionFormProps = {
  /** What `useAction` says of the last sending. */
  sent: { pending: boolean; result: ActionResult<unknown> | null }
  /** Gets what was typed, once the browser finds nothing wrong with it. */
  onSend: (form: FormData) => void
  words: { send: string; sending: string }
  tone?: ButtonTone
  disabledReason?: string | null
  /** Beside the button. */
  beside?: ReactNode
  children: ReactNode
}

/** Fields around one action: each field that is refused says why by its name, the rest is said at the button. */
export function ActionForm({ sent, onSend, words, tone = 'primary', ...rest }: ActionFormProps) {
  const { pending, result } = sent
  const { disabledReason = null, beside, children } = rest
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        onSend(new FormData(event.currentTarget))
      }}
    >
      <FieldErrors value={(result?.ok === false && result.fields) || {}}>{children}</FieldErrors>
      <ActionError result={result} />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" tone={tone} disabled={pending} disabledReason={disabledReason}>
          {pending ? words.sending : words.send}
        </Button>
        {beside}
      </div>
    </form>
  )
}
