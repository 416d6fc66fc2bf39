'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useAction } from '#components/data/use-action.ts'
import type { SteerActions } from '#components/runs/steering/steer-panel.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import {
  type ArtefactView,
  type EditArtefactInput,
  type ResumeInput,
  STEERING,
} from '#lib/contracts/steering.ts'

type Saving = SteerActions & {
  runId: string
  candidateId: string
  file: string
  onSaved: () => void
  onResumed: () => void
}

/** Saving one file of a held candidate, letting the candidate continue, and both after one another. */
export function useSaving({ runId, candidateId, file, edit, resume, onSaved, onResumed }: Saving) {
  const queries = useQueryClient()
  const readList = () =>
    void queries.invalidateQueries({ queryKey: keyOf(STEERING.artefacts, { id: runId, candidateId }) })
  // A candidate that continues has no list any more: it is read again only where the resume was refused.
  const resuming = useAction<ResumeInput, unknown>(async (input, person) => {
    const answer = await resume(input, person)
    if (!answer.ok) readList()
    return answer
  }, onResumed)
  const goOn = () => resuming.run({ id: runId, candidateId })
  const kept = (saved: ArtefactView) => {
    onSaved()
    queries.setQueryData(keyOf(STEERING.artefact, { id: runId, candidateId, file }), saved)
  }
  const saving = useAction(edit, (saved) => {
    kept(saved)
    readList()
  })
  const savingToResume = useAction(edit, (saved) => {
    kept(saved)
    goOn()
  })
  return {
    save: (input: EditArtefactInput) => saving.run(input),
    saveAndGoOn: (input: EditArtefactInput) => savingToResume.run(input),
    goOn,
    isChecking: saving.pending || savingToResume.pending,
    pending: saving.pending || savingToResume.pending || resuming.pending,
    result: resuming.result ?? savingToResume.result ?? saving.result,
  }
}
