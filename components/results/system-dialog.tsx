'use client'

import { Pencil, Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { ActionForm } from '#components/patterns/action-form.tsx'
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
      <ActionForm
        sent={{ pending, result }}
        onSend={(data) => {
          run({ ...readSystemForm(data), benchmark })
        }}
        words={{ send: 'Describe', sending: 'Saving' }}
      >
        <SystemFieldset system={null} benchmark={benchmark} links={links} />
      </ActionForm>
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
    >
      <SystemFieldset system={system} benchmark={null} links={links} />
    </FormDialog>
  )
}
