'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Archive, ArchiveRestore } from 'lucide-react'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { plural } from '#components/patterns/format.ts'
import { Button } from '#components/ui/button.tsx'
import { type ExperimentView, TRAINING, type TrainingRunList } from '#lib/contracts/curves.ts'
import { keyOf } from '#lib/contracts/endpoint.ts'

export type EditExperiment = Action<{ id: number; archived: boolean }, ExperimentView>

type ArchiveExperimentProps = {
  experiment: TrainingRunList['experiments'][number]
  edit: EditExperiment
  /** Whoever puts an experiment away stays with it, where the same button brings it back. */
  onDone: (experiment: ExperimentView) => void
}

/** Puts the chosen experiment away with its runs, or brings both back. */
export function ArchiveExperiment({ experiment, edit, onDone }: ArchiveExperimentProps) {
  const queries = useQueryClient()
  const { run, pending, result } = useAction(edit, (changed) => {
    void queries.invalidateQueries({ queryKey: keyOf(TRAINING.list) })
    onDone(changed)
  })
  const { id, archived, runs } = experiment
  const Icon = archived ? ArchiveRestore : Archive
  return (
    <>
      <Button
        tone="quiet"
        aria-label={archived ? 'Restore the experiment' : 'Archive the experiment'}
        icon={<Icon size={14} aria-hidden />}
        disabled={pending}
        onClick={() => run({ id, archived: !archived })}
        title={
          archived
            ? 'Brings the experiment back, with the runs that went with it'
            : `Puts the experiment away with its ${plural(runs, 'run')}; nothing of it is lost`
        }
      >
        {archived ? 'Restore' : 'Archive'}
      </Button>
      <ActionError result={result} />
    </>
  )
}
