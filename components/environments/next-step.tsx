'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { keys } from '#lib/contracts/api-paths.ts'
import type { EnvironmentDetail } from '#lib/contracts/environments.ts'

type NextStepProps = { detail: EnvironmentDetail; submit: Action<{ versionId: string }, unknown> }

/** The next step of this version for this reader: submit it, review it, or read why not. */
export function NextStep({ detail, submit }: NextStepProps) {
  const router = useRouter()
  const queries = useQueryClient()
  const { run, pending, result } = useAction(submit, () => {
    void queries.invalidateQueries({ queryKey: keys.reviews })
    router.refresh()
  })
  const { version, can } = detail
  if (can.review.allowed) {
    return (
      <ButtonLink tone="primary" href={`/review/${version.id}`}>
        Review
      </ButtonLink>
    )
  }
  if (version.status !== 'verified') return null
  const why = can.submitForReview.allowed ? null : can.submitForReview.reason
  return (
    <div className="flex max-w-72 flex-col gap-1 sm:items-end sm:text-right">
      <Button
        tone="primary"
        disabled={pending}
        disabledReason={why}
        onClick={() => run({ versionId: version.id })}
      >
        {pending ? 'Submitting' : 'Submit for review'}
      </Button>
      {why ? <p className="text-xs text-muted">{why}</p> : null}
      <ActionError result={result} />
    </div>
  )
}
