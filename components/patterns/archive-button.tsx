'use client'

import { Archive, ArchiveRestore } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { Button } from '#components/ui/button.tsx'

type Change = Action<{ id: string }, unknown>

/** Puts something away, or takes it back; either can be undone by the other. */
export function ArchiveButton({
  id,
  isArchived,
  hint,
  archive,
  restore,
}: {
  id: string
  isArchived: boolean
  /** What being put away means. */
  hint: string
  archive: Change
  restore: Change
}) {
  const router = useRouter()
  const { run, pending, result } = useAction(isArchived ? restore : archive, () => router.refresh())
  const Icon = isArchived ? ArchiveRestore : Archive
  return (
    <>
      <Button
        icon={<Icon size={14} aria-hidden />}
        disabled={pending}
        onClick={() => run({ id })}
        title={isArchived ? 'Takes it back' : hint}
      >
        {isArchived ? 'Restore' : 'Archive'}
      </Button>
      <ActionError result={result} />
    </>
  )
}
