'use client'

import { EmptyState } from '#components/patterns/empty-state.tsx'
import { Button } from '#components/ui/button.tsx'

export default function StudioError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <>
      <h1 className="sr-only">This page failed</h1>
      <EmptyState
        kind="failed"
        what="This page"
        message="The server failed while it built the page. Try again; if it stays, the status page says which part is down."
        requestId={error.digest}
        retry={<Button onClick={reset}>Try again</Button>}
      />
    </>
  )
}
