'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import type { ActionResult } from '#lib/contracts/problem.ts'

type FormDialogProps<Input, Output> = {
  title: string
  description?: string
  trigger: ReactNode
  action: Action<Input, Output>
  read: (form: FormData) => Input
  words: { send: string; sending: string }
  /** The fields; `result` is what happened to the last sending. */
  fields: (result: ActionResult<Output> | null) => ReactNode
}

/** A dialog around one form, which closes once the action is done and keeps what was typed while it is not. */
export function FormDialog<Input, Output>(props: FormDialogProps<Input, Output>) {
  const { title, description, trigger, action, read, words, fields } = props
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const { run, pending, result } = useAction(action, () => {
    setOpen(false)
    router.refresh()
  })
  return (
    <Dialog
      title={title}
      {...(description === undefined ? {} : { description })}
      open={open}
      onOpenChange={setOpen}
      trigger={trigger}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          run(read(new FormData(event.currentTarget)))
        }}
      >
        {fields(result)}
        <ActionError result={result} />
        <Button type="submit" tone="primary" disabled={pending}>
          {pending ? words.sending : words.send}
        </Button>
      </form>
    </Dialog>
  )
}
