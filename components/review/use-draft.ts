'use client'

import { useMemo } from 'react'
import { useDraftKey } from '#components/data/drafts.ts'
import { store, useStored } from '#components/data/use-stored.ts'
import { type Draft, isEmptyDraft, readDraft } from '#components/review/draft.ts'

/** A verdict that is not cast yet lives in the browser, under its person and the content: leaving loses nothing. */
export function useDraft(versionId: string, contentHash: string) {
  const key = useDraftKey('verdict', `${versionId}:${contentHash}`)
  const text = useStored(key)
  const draft = useMemo(() => readDraft(text), [text])
  const save = (next: Draft | null) =>
    store(key, next === null || isEmptyDraft(next) ? null : JSON.stringify(next))
  return { draft, save, key }
}
