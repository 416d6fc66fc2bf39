'use client'

import { useEffect, useEffectEvent } from 'react'
import { readJson } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { LoadFailed } from '#components/patterns/query-state.tsx'
import { Button } from '#components/ui/button.tsx'
import { REVISIONS, type RevisionView } from '#lib/contracts/revisions.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

type RevisionProgressProps = {
  slug: string
  number: number
  asked: RevisionView
  onMade: (number: number) => void
  onFailed: () => void
}

/** Follows a save until its version is there, or until it is known why there is none. */
export function RevisionProgress({ slug, number, asked, onMade, onFailed }: RevisionProgressProps) {
  const query = useFollowed(
    {
      queryKey: ['revision', asked.id],
      queryFn: ({ signal }) => readJson(REVISIONS.get, { id: slug, n: number }, signal),
      initialData: asked,
    },
    isUnfinished,
    'step',
  )
  const { status, result, error } = query.data
  const tellMade = useEffectEvent((made: number) => onMade(made))
  useEffect(() => {
    if (status === 'finished' && result !== null) tellMade(result.number)
  }, [status, result])
  if (query.error && status !== 'finished')
    return <LoadFailed what="the save" error={query.error} retry={() => void query.refetch()} />
  if (status === 'failed')
    return (
      <div
        role="alert"
        className="flex flex-col items-start gap-2 rounded-md bg-bad-soft px-2 py-1.5 text-bad-text"
      >
        <p className="[overflow-wrap:anywhere]">No version was made: {error}</p>
        <Button onClick={onFailed}>Edit on</Button>
      </div>
    )
  return (
    <p role="status" className="text-muted">
      {status === 'finished'
        ? `Version ${result?.number ?? number + 1} is saved.`
        : status === 'queued'
          ? 'Waits for a worker.'
          : 'A worker makes the version; data is made again where generate.py changed.'}
    </p>
  )
}
