'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { readText } from '#components/data/read-text.ts'
import { UploadButton } from '#components/environments/revise/upload-button.tsx'
import { DraftDiff } from '#components/patterns/draft-diff.tsx'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { VERSIONS } from '#lib/contracts/environments.ts'

const CodeEditor = dynamic(() => import('#components/patterns/code-editor.tsx'), {
  ssr: false,
  loading: () => <p className="p-3 text-muted">Opening the editor</p>,
})

type FilePaneProps = {
  slug: string
  number: number
  file: { path: string; sha256: string }
  draft: string | undefined
  error: string | undefined
  onDraft: (text: string | null) => void
}

/** One file: its text in the editor, or what the draft changes. */
export function FilePane(props: FilePaneProps) {
  const { slug, number, file } = props
  const query = useQuery({
    queryKey: ['file', file.sha256],
    queryFn: ({ signal }) =>
      readText(addressOf(VERSIONS.file, { id: slug, n: number, path: file.path }), signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (query.error && query.data === undefined)
    return <LoadFailed what={file.path} error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <LoadingRows what={file.path} />
  return <LoadedPane {...props} text={query.data} />
}

function LoadedPane({ file, text, draft, error, onDraft }: FilePaneProps & { text: string }) {
  // What the editor was opened with: it is not replaced while somebody types.
  const [opened, setOpened] = useState({ text: draft ?? text, times: 0 })
  const [shown, setShown] = useState<'text' | 'changes'>('text')
  const keep = (typed: string) => onDraft(typed === text ? null : typed)
  function put(replaced: string) {
    setOpened(({ times }) => ({ text: replaced, times: times + 1 }))
    keep(replaced)
  }
  function show(what: 'text' | 'changes') {
    setOpened(({ times }) => ({ text: draft ?? text, times: times + 1 }))
    setShown(what)
  }
  return (
    <Panel
      title={file.path}
      flush
      actions={
        <>
          <Button
            aria-pressed={shown === 'changes'}
            disabledReason={draft === undefined && shown === 'text' ? 'Nothing was changed.' : null}
            onClick={() => show(shown === 'text' ? 'changes' : 'text')}
          >
            {shown === 'text' ? 'Show changes' : 'Back to the text'}
          </Button>
          <UploadButton onText={put} />
          <Button
            disabledReason={draft === undefined ? 'Nothing was changed.' : null}
            onClick={() => put(text)}
          >
            Undo all
          </Button>
        </>
      }
    >
      {error === undefined ? null : (
        <p role="alert" className="border-b border-line bg-bad-soft px-3 py-1.5 text-bad-text">
          {error}
        </p>
      )}
      {shown === 'changes' ? (
        <DraftDiff label={`Changes of ${file.path}`} before={text} after={draft ?? text} />
      ) : (
        <div className="h-[60vh] min-h-72">
          <CodeEditor key={opened.times} path={file.path} text={opened.text} line={null} onText={keep} />
        </div>
      )}
    </Panel>
  )
}
