'use client'

import { CHANGES, useSessionChange, useTellPerson } from '#components/data/person-now.ts'
import { Button } from '#components/ui/button.tsx'

/**
 * Stands on every page: says when its person signed out, or somebody else signed in, in another tab. Over the page,
 * which stays in place.
 */
export function SessionNotice() {
  useTellPerson()
  const change = useSessionChange()
  if (change === null) return null
  return (
    <div
      role="alert"
      className="fixed top-14 right-4 left-4 z-30 mx-auto flex w-fit max-w-full flex-wrap items-center gap-3 rounded-md border border-edge bg-warn-soft px-3 py-2 shadow-lg"
    >
      <p>{CHANGES[change]}</p>
      <Button onClick={() => window.location.reload()}>
        {change === 'signed-out' ? 'Sign in' : 'Reload'}
      </Button>
    </div>
  )
}
