'use client'

import { Pencil } from 'lucide-react'
import type { Action } from '#components/data/action-state.ts'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { TextField } from '#components/ui/field.tsx'

/** Gives something another title; whatever names it by id or slug continues. */
export function RenameDialog({
  id,
  title,
  rename,
}: {
  id: string
  title: string
  rename: Action<{ id: string; title: string }, unknown>
}) {
  return (
    <FormDialog
      title="Rename"
      trigger={<Button icon={<Pencil size={14} aria-hidden />}>Rename</Button>}
      action={rename}
      read={(form) => ({ id, title: String(form.get('title') ?? '') })}
      words={{ send: 'Save', sending: 'Saving' }}
    >
      <TextField label="Title" name="title" required minLength={3} maxLength={120} defaultValue={title} />
    </FormDialog>
  )
}
