'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type Action, fieldError } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { withFile } from '#components/environments/revise/file-drafts.ts'
import { FileList } from '#components/environments/revise/file-list.tsx'
import { FilePane } from '#components/environments/revise/file-pane.tsx'
import { SavePanel } from '#components/environments/revise/save-panel.tsx'
import { useFileDrafts } from '#components/environments/revise/use-file-drafts.ts'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { ENVIRONMENTS } from '#lib/contracts/environments.ts'
import type { ReviseInput, RevisionView } from '#lib/contracts/revisions.ts'

export type RevisionEditorProps = {
  slug: string
  version: { id: string; number: number; contentHash: string }
  /** Files that may be edited, with the hash of their content. */
  files: readonly { path: string; sha256: string }[]
  /** The last request to save over this version. */
  last: RevisionView | null
  revise: Action<ReviseInput, RevisionView>
}

/** Files of a version in the editor; saved together, with the reason, as the next version. */
export function RevisionEditor({ slug, version, files, last, revise }: RevisionEditorProps) {
  const router = useRouter()
  const queries = useQueryClient()
  const { drafts, save } = useFileDrafts(version.contentHash)
  const [path, setPath] = useState(files[0]?.path ?? '')
  const { run, pending, result } = useAction(revise)
  const changed = Object.keys(drafts.files).sort()
  const { id: versionId, number, contentHash } = version
  const changes = changed.map((one) => ({ path: one, content: drafts.files[one] ?? '' }))
  function made(next: number) {
    save(null)
    void queries.invalidateQueries({ queryKey: keyOf(ENVIRONMENTS.list) })
    router.push(environmentHref(slug, next))
    router.refresh()
  }
  const open = files.find((one) => one.path === path)
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[17rem_minmax(0,1fr)]">
      <FileList files={files} current={path} changed={changed} onOpen={setPath} />
      <div className="flex min-w-0 flex-col gap-4">
        {open === undefined ? null : (
          <FilePane
            key={open.path}
            slug={slug}
            number={number}
            file={open}
            draft={drafts.files[open.path]}
            error={fieldError(result, open.path)}
            onDraft={(text) => save(withFile(drafts, open.path, text))}
          />
        )}
        <SavePanel
          slug={slug}
          number={number}
          drafts={drafts}
          onReason={(reason) => save({ ...drafts, reason })}
          pending={pending}
          result={result}
          last={last}
          onSave={() => run({ versionId, contentHash, reason: drafts.reason, changes })}
          onMade={made}
        />
      </div>
    </div>
  )
}
