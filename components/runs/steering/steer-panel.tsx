'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Action } from '#components/data/action-state.ts'
import { ask } from '#components/data/read-json.ts'
import { withFile } from '#components/environments/revise/file-drafts.ts'
import { useFileDrafts } from '#components/environments/revise/use-file-drafts.ts'
import { roleInSentence } from '#components/models/role-words.ts'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { ArtefactEditor } from '#components/runs/steering/artefact-editor.tsx'
import { SelectField } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import {
  type ArtefactList,
  type ArtefactView,
  type EditArtefactInput,
  type ResumeInput,
  STEERING,
} from '#lib/contracts/steering.ts'

export type SteerActions = {
  edit: Action<EditArtefactInput, ArtefactView>
  resume: Action<ResumeInput, unknown>
}
type SteerPanelProps = SteerActions & {
  runId: string
  candidateId: string
  onResumed: () => void
}

/** What a held candidate waits with, to be edited before it continues. What was typed stays in the browser until it is saved. */
export function SteerPanel({ runId, candidateId, edit, resume, onResumed }: SteerPanelProps) {
  const [picked, setPicked] = useState<string | null>(null)
  const query = useQuery(ask(STEERING.artefacts, { id: runId, candidateId }))
  const list = query.data
  const place = `${candidateId}:${list?.role ?? ''}:${list?.repair ?? 0}`
  const { drafts, save } = useFileDrafts(place)
  if (query.error && list === undefined)
    return <LoadFailed what="the artefacts" error={query.error} retry={() => void query.refetch()} />
  if (list === undefined) return <LoadingRows what="the artefacts" />
  const file = picked ?? list.files[0]
  if (file === undefined) return null
  return (
    <Panel
      title={`Waits after the ${roleInSentence(list.role)}`}
      note={[list.repair === 0 ? null : `attempt ${list.repair + 1}`, lastEdit(list)]
        .filter(Boolean)
        .join(', ')}
    >
      <div className="flex flex-col gap-3">
        <p className="text-muted">
          Later steps build on these files. Each save is checked against the engine first. If the gates reject
          what was built from an edit, the candidate ends with the reason: an edit is never replaced.
        </p>
        {list.files.length > 1 ? (
          <SelectField
            label="File"
            options={list.files.map((name) => ({ value: name, label: name }))}
            value={file}
            onChange={({ target }) => setPicked(target.value)}
          />
        ) : null}
        <ArtefactEditor
          key={file}
          runId={runId}
          candidateId={candidateId}
          file={file}
          draft={drafts.files[file]}
          onDraft={(text) => save(withFile(drafts, file, text))}
          unsaved={Object.keys(drafts.files).filter((name) => name !== file)}
          edit={edit}
          resume={resume}
          onResumed={onResumed}
        />
      </div>
    </Panel>
  )
}

function lastEdit({ edits }: ArtefactList): string | undefined {
  const last = edits.at(-1)
  return last && `${last.file} edited by ${last.editedBy}`
}
