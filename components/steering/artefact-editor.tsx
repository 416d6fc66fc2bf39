'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Play, Save } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import { LoadFailed, LoadingRows } from '#components/data/query-state.tsx'
import { readJson } from '#components/data/read-json.ts'
import { useAction } from '#components/data/use-action.ts'
import type { SteerActions } from '#components/steering/steer-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { api, keys } from '#lib/contracts/api-paths.ts'
import { ArtefactView } from '#lib/contracts/steering.ts'

const CodeEditor = dynamic(() => import('#components/editor/code-editor.tsx'), {
  ssr: false,
  loading: () => <p className="p-3 text-muted">Opening the editor</p>,
})

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
    queryKey: keys.artefact(runId, candidateId, file),
    queryFn: ({ signal }) => readJson(api.artefact(runId, candidateId, file), ArtefactView, signal),
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
  const { runId, candidateId, file, edit, resume } = rest
  const queries = useQueryClient()
  const [opened] = useState(draft ?? view.text)
  const isDirty = draft !== undefined && draft !== view.text
  const resuming = useAction(resume, onResumed)
  const goOn = () => resuming.run({ id: runId, candidateId })
  const kept = (saved: ArtefactView) => {
    onDraft(null)
    queries.setQueryData(keys.artefact(runId, candidateId, file), saved)
    void queries.invalidateQueries({ queryKey: keys.artefacts(runId, candidateId) })
  }
  const saving = useAction(edit, kept)
  const savingToResume = useAction(edit, goOn)
  const input = { id: runId, candidateId, file, content: draft ?? '', expectedSha256: view.sha256 }
  const pending = saving.pending || savingToResume.pending || resuming.pending
  const result = resuming.result ?? savingToResume.result ?? saving.result
  const isConflict = result !== null && !result.ok && result.code === 'conflict'
  const others = unsaved.length > 0 ? `Save ${unsaved.join(', ')} first.` : null
  useWarningBeforeLeaving(isDirty || unsaved.length > 0)
  return (
    <div className="flex flex-col gap-2">
      <div className="h-[60vh] min-h-72 rounded-md border border-line">
        <CodeEditor
          path={file}
          text={opened}
          line={null}
          onText={(text) => onDraft(text === view.text ? null : text)}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          icon={<Save size={14} aria-hidden />}
          disabled={pending}
          disabledReason={isDirty ? null : 'Nothing was changed.'}
          onClick={() => saving.run(input)}
        >
          {saving.pending ? 'Saving' : 'Save'}
        </Button>
        <Button
          tone="primary"
          icon={<Play size={14} aria-hidden />}
          disabled={pending}
          disabledReason={others}
          onClick={() => (isDirty ? savingToResume.run(input) : goOn())}
        >
          {isDirty ? 'Save and resume' : 'Resume'}
        </Button>
        <span role="status" className="text-xs text-muted">
          {isDirty ? 'Not saved yet.' : ''}
        </span>
      </div>
      <ActionError result={result} />
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

/** The browser asks before a tab with typed text is closed. */
function useWarningBeforeLeaving(isDirty: boolean) {
  useEffect(() => {
    if (!isDirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isDirty])
}
