'use client'

import type { FormEvent } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import { useAction } from '#components/data/use-action.ts'
import type { EditRun } from '#components/training/training-run-board.tsx'
import { Button } from '#components/ui/button.tsx'
import { TextField } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { TrainingRunDetail } from '#lib/contracts/curves.ts'

type RunSettingsProps = { run: TrainingRunDetail; edit: EditRun; onDone: (run: TrainingRunDetail) => void }

/** Name and pack of a run, and whether it is put away; for people with the right to change it. */
export function RunSettings({ run, edit, onDone }: RunSettingsProps) {
  const { run: save, pending, result } = useAction(edit, onDone)
  if (!run.can.edit.allowed) return null
  const held = run.pack === null ? '' : `${run.pack.slug}@${run.pack.version}`
  const isAway = run.archivedAt !== null
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [name, pack] = [String(form.get('name')).trim(), String(form.get('pack')).trim()]
    // The tag links, as it does when a trainer sets it.
    const tags = pack === held ? {} : { 'sandmle.pack': pack === '' ? null : pack }
    save({ id: run.id, name, tags })
  }
  return (
    <Panel title="Name and pack">
      <form onSubmit={submit} className="flex flex-col gap-2">
        <TextField label="Name" name="name" required maxLength={250} defaultValue={run.name} />
        <TextField label="Pack (slug@version)" name="pack" maxLength={100} defaultValue={held} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" disabled={pending}>
            Save
          </Button>
          <Button disabled={pending} onClick={() => save({ id: run.id, archived: !isAway })}>
            {isAway ? 'Restore the run' : 'Archive the run'}
          </Button>
        </div>
        {isAway ? (
          <p className="text-muted">Archived: it is on no list and chart. Nothing of it is lost.</p>
        ) : null}
      </form>
      <ActionError result={result} />
    </Panel>
  )
}
