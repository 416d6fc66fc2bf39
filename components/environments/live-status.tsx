'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent } from 'react'

const LOOK_MS = 3000

/** Looks again while a version is being judged, so that its verdict comes to who waits for it. */
export function LiveStatus() {
  const router = useRouter()
  const look = useEffectEvent(() => {
    if (document.visibilityState === 'visible') router.refresh()
  })
  useEffect(() => {
    const timer = setInterval(() => look(), LOOK_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <p role="status" className="text-xs text-muted">
      The gates run; this page shows the verdict by itself.
    </p>
  )
}
