'use client'

import { useMemo } from 'react'
import { DiffHunks } from '#components/patterns/diff-hunks.tsx'
import { diffLines } from '#lib/contracts/diff-lines.ts'

/** What a text that is being edited changes over the one that it began as. */
export function DraftDiff({ label, before, after }: { label: string; before: string; after: string }) {
  const hunks = useMemo(() => diffLines(before, after), [before, after])
  if (hunks === null) return <p className="p-3 text-muted">Too much differs to compare it line by line.</p>
  return <DiffHunks label={label} hunks={hunks} />
}
