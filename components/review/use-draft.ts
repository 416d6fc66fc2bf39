'use client'

import { useMemo } from 'react'
import { store, useStored } from '#components/data/use-stored.ts'
import { type Draft, isEmptyDraft, readDraft } from '#components/review/draft.ts'

/** A verdict that is not cast yet lives in the browser, under the content it is about: leaving loses nothing. */
export function useDraft(versionId: string, contentHash: string) {
  const key = `sandmle-review:${versionId}:${contentHash}`
  const text = useStored(key)
  const draft = useMemo(() => readDraft(text), [text])
  const save = (next: Draft | null) =>
    store(key, next === null || isEmptyDraft(next) ? null : JSON.stringify(next))
  return { draft, save }
}
