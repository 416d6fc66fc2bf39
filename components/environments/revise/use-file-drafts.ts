'use client'

import { useMemo } from 'react'
import { useDraftKey } from '#components/data/drafts.ts'
import { store, useStored } from '#components/data/use-stored.ts'
import { type FileDrafts, isEmptyDrafts, readDrafts } from '#components/environments/revise/file-drafts.ts'

/** Drafts live in the browser under the person and the content that they are about: leaving the page loses nothing. */
export function useFileDrafts(contentHash: string) {
  const key = useDraftKey('files', contentHash)
  const text = useStored(key)
  const drafts = useMemo(() => readDrafts(text), [text])
  const save = (next: FileDrafts | null) =>
    store(key, next === null || isEmptyDrafts(next) ? null : JSON.stringify(next))
  return { drafts, save }
}
