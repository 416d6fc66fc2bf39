'use client'

import { Pencil, Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { SystemFieldset } from '#components/results/system-fieldset.tsx'
import { readSystemForm } from '#components/results/system-form.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import type { CreateSystemInput, SystemView, UpdateSystemInput } from '#lib/contracts/results.ts'
import type { Benchmark } from '#lib/domain/results.ts'

export type LinkOption = { value: string; label: string }
type Links = { packs: readonly LinkOption[]; runs: readonly LinkOption[] }

/** Describes a new system; then goes to its page, where reports are imported. */
export function CreateSystem({
  create,
  links,
  benchmark,
}: {
  create: Action<CreateSystemInput, SystemView>
  links: Links
  benchmark: Benchmark
}) {
  const router = useRouter()
  const { run, pending, result } = useAction(create, ({ id }) => router.push(`/results/${id}`))
  return (
    <Dialog
      title="Describe a system"
      description="A model in a scaffold, and the conditions of its attempts. Reports are imported next."
      trigger={
        <Button tone="primary" icon={<Plus size={16} aria-hidden />}>
          Describe a system
        </Button>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          run({ ...readSystemForm(new FormData(event.currentTarget)), benchmark })
        }}
      >
        <SystemFieldset system={null} benchmark={benchmark} links={links} result={result} />
        <ActionError result={result} />
        <Button type="submit" tone="primary" disabled={pending}>
          {pending ? 'Saving' : 'Describe'}
        </Button>
      </form>
    </Dialog>
  )
}

/** Corrects the description; the results stay as they are. */
export function EditSystem({
  system,
  update,
  links,
}: {
  system: SystemView
  update: Action<UpdateSystemInput, SystemView>
  links: Links
}) {
  return (
    <FormDialog
      title={`Edit ${system.name}`}
      trigger={<Button icon={<Pencil size={14} aria-hidden />}>Edit</Button>}
      action={update}
      read={(form) => ({ ...readSystemForm(form), id: system.id })}
      words={{ send: 'Save', sending: 'Saving' }}
      fields={(result) => <SystemFieldset system={system} benchmark={null} links={links} result={result} />}
    />
  )
}
