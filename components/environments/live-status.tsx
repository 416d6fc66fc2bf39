'use client'

import { useFollowedPage } from '#components/data/use-followed-page.ts'

/** Looks again while a version is being judged, so that its verdict comes to who waits for it. */
export function LiveStatus() {
  useFollowedPage(true)
  return (
    <p role="status" className="text-xs text-muted">
      The gates run; this page shows the verdict by itself.
    </p>
  )
}
