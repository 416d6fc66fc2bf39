'use client'

import { X } from 'lucide-react'
import type { FormEvent } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import { useAction } from '#components/data/use-action.ts'
import type { EditRun } from '#components/training/training-run-board.tsx'
import { Button, IconButton } from '#components/ui/button.tsx'
import { TextField } from '#components/ui/field.tsx'
import type { TrainingRunDetail } from '#lib/contracts/curves.ts'

type TagsEditorProps = {
  run: TrainingRunDetail
  edit: EditRun
  onDone: (run: TrainingRunDetail) => void
}

/** Tags of a run; people with the right add, change and take them away. */
export function TagsEditor({ run, edit, onDone }: TagsEditorProps) {
  const { run: save, pending, result } = useAction(edit, onDone)
  const tags = Object.entries(run.tags).sort(([a], [b]) => a.localeCompare(b, 'en'))
  const mayEdit = run.can.edit.allowed
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    save({ id: run.id, tags: { [String(form.get('key')).trim()]: String(form.get('value')) } })
    event.currentTarget.reset()
  }
  return (
    <div className="flex flex-col gap-2">
      {tags.length === 0 ? <p className="text-muted">No tag.</p> : null}
      <ul className="flex flex-col">
        {tags.map(([key, value]) => (
          <li key={key} className="flex min-h-7 items-center gap-2">
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              <code className="text-muted">{key}</code> <bdi>{value}</bdi>
            </span>
            {mayEdit ? (
              <IconButton
                label={`Take away the tag ${key}`}
                disabled={pending}
                onClick={() => save({ id: run.id, tags: { [key]: null } })}
              >
                <X size={14} aria-hidden />
              </IconButton>
            ) : null}
          </li>
        ))}
      </ul>
      {mayEdit ? (
        <form onSubmit={submit} className="flex flex-col gap-2">
          <div className="grid grid-cols-2 gap-2">
            <TextField label="Tag" name="key" required maxLength={250} />
            <TextField label="Value" name="value" maxLength={5000} />
          </div>
          <div>
            <Button type="submit" disabled={pending}>
              Set the tag
            </Button>
          </div>
        </form>
      ) : null}
      <ActionError result={result} />
    </div>
  )
}
