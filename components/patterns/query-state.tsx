'use client'

import { RequestError } from '#components/data/read-json.ts'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { Button } from '#components/ui/button.tsx'

/** Grey bars of the size of the rows that will be there. */
export function LoadingRows({ rows = 6, what }: { rows?: number; what: string }) {
  return (
    <div role="status" aria-label={`Loading ${what}`} className="flex flex-col gap-2 p-3">
      {Array.from({ length: rows }, (_, index) => `bar-${index}`).map((key) => (
        <div key={key} className="h-6 animate-pulse rounded-sm bg-sunken" />
      ))}
    </div>
  )
}

export function LoadFailed({ what, error, retry }: { what: string; error: Error; retry: () => void }) {
  const requestId = error instanceof RequestError ? (error.requestId ?? undefined) : undefined
  return (
    <EmptyState
      kind="failed"
      what={what}
      message={error.message}
      requestId={requestId}
      retry={<Button onClick={retry}>Try again</Button>}
    />
  )
}
