'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent } from 'react'
import { PACE_MS } from '#components/data/use-followed.ts'

/** Has the server render the page again while it waits for a worker; one that nobody looks at does not ask. */
export function useFollowedPage(isWaiting: boolean) {
  const router = useRouter()
  const look = useEffectEvent(() => {
    if (document.visibilityState === 'visible') router.refresh()
  })
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(() => look(), PACE_MS.work)
    return () => clearInterval(timer)
  }, [isWaiting])
}
