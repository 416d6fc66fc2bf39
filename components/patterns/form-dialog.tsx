'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { ActionForm } from '#components/patterns/action-form.tsx'
import { Dialog } from '#components/ui/dialog.tsx'

type FormDialogProps<Input, Output> = {
  title: string
  description?: string
  trigger: ReactNode
  action: Action<Input, Output>
  read: (form: FormData) => Input
  words: { send: string; sending: string }
  children: ReactNode
}

/** A dialog around one form, which closes once the action is done and keeps what was typed while it is not. */
export function FormDialog<Input, Output>(props: FormDialogProps<Input, Output>) {
  const { title, description, trigger, action, read, words, children } = props
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
      <ActionForm
        sent={{ pending, result }}
        onSend={(data) => {
          run(read(data))
        }}
        words={words}
      >
        {children}
      </ActionForm>
    </Dialog>
  )
}
