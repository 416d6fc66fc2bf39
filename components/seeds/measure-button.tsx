'use client'

import { RefreshCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { useFollowedPage } from '#components/data/use-followed-page.ts'
import { Button } from '#components/ui/button.tsx'

/** Has a seed's own files read again; until a worker has done so the page looks again. */
export function MeasureButton({
  id,
  isWaiting,
  measure,
}: {
  id: string
  isWaiting: boolean
  measure: Action<{ id: string }, unknown>
}) {
  const router = useRouter()
  const { run, pending, result } = useAction(measure, () => router.refresh())
  useFollowedPage(isWaiting)
  return (
    <>
      <Button
        icon={<RefreshCw size={14} aria-hidden />}
        disabled={pending || isWaiting}
        onClick={() => run({ id })}
        title="Reads the files again; existing environments keep the DNA they were made with"
      >
        {isWaiting ? 'Measuring' : 'Measure again'}
      </Button>
      <ActionError result={result} />
    </>
  )
}
