'use client'

import { useQuery } from '@tanstack/react-query'
import { Play, Save } from 'lucide-react'
import { useState } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import { FieldProblems } from '#components/data/field-problems.tsx'
import { ask } from '#components/data/read-json.ts'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { ArtefactText } from '#components/runs/steering/artefact-text.tsx'
import type { SteerActions } from '#components/runs/steering/steer-panel.tsx'
import { useSaving } from '#components/runs/steering/use-saving.ts'
import { Button } from '#components/ui/button.tsx'
import { type ArtefactView, STEERING } from '#lib/contracts/steering.ts'

type ArtefactEditorProps = SteerActions & {
  runId: string
  candidateId: string
  file: string
  /** What was typed and not saved yet. */
  draft: string | undefined
  onDraft: (text: string | null) => void
  /** Other files with typed text: a resume would leave it behind. */
  unsaved: readonly string[]
  onResumed: () => void
}

/** One file of what a candidate waits with: reads it once, so that nothing replaces what is being typed. */
export function ArtefactEditor(props: ArtefactEditorProps) {
  const { runId, candidateId, file } = props
  const query = useQuery({
    ...ask(STEERING.artefact, { id: runId, candidateId, file }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  if (query.error && !query.data)
    return <LoadFailed what={file} error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <LoadingRows what={file} />
  return <LoadedEditor key={query.data.sha256} {...props} view={query.data} reload={() => query.refetch()} />
}

type LoadedProps = ArtefactEditorProps & { view: ArtefactView; reload: () => Promise<unknown> }

function LoadedEditor({ view, reload, draft, onDraft, unsaved, onResumed, ...rest }: LoadedProps) {
  const { runId, candidateId, file } = rest
  const [times, setTimes] = useState(0)
  const isDirty = draft !== undefined && draft !== view.text
  const saving = useSaving({ ...rest, onResumed, onSaved: () => onDraft(null) })
  const { pending, result } = saving
  const input = { id: runId, candidateId, file, content: draft ?? '', expectedSha256: view.sha256 }
  const isConflict = result !== null && !result.ok && result.code === 'conflict'
  const others = unsaved.length > 0 ? `Save ${unsaved.join(', ')} first.` : null
  return (
    <div className="flex flex-col gap-2">
      <ArtefactText
        key={times}
        file={file}
        made={view.made}
        text={draft ?? view.text}
        result={result}
        onText={(text) => onDraft(text === view.text ? null : text)}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button
          icon={<Save size={14} aria-hidden />}
          disabled={pending}
          disabledReason={isDirty ? null : 'Nothing was changed.'}
          onClick={() => saving.save(input)}
        >
          {saving.isChecking ? 'Checking' : 'Save'}
        </Button>
        <Button
          tone="primary"
          icon={<Play size={14} aria-hidden />}
          disabled={pending}
          disabledReason={others}
          onClick={() => (isDirty ? saving.saveAndGoOn(input) : saving.goOn())}
        >
          {isDirty ? 'Save and resume' : 'Resume'}
        </Button>
        {isDirty ? (
          <Button
            tone="quiet"
            disabled={pending}
            onClick={() => {
              onDraft(null)
              setTimes((before) => before + 1)
            }}
          >
            Undo what I typed
          </Button>
        ) : null}
        <span role="status" className="text-xs text-muted">
          {saving.isChecking
            ? 'A worker tries whether the engine can compose it.'
            : isDirty
              ? 'Not saved yet: kept in this browser.'
              : ''}
        </span>
      </div>
      <ActionError result={result} />
      <FieldProblems result={result} />
      {isConflict ? (
        <div>
          <Button
            onClick={() => {
              onDraft(null)
              void reload()
            }}
          >
            Load it again, without my text
          </Button>
        </div>
      ) : null}
    </div>
  )
}
