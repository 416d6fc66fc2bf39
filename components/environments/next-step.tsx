'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { LiveStatus } from '#components/environments/live-status.tsx'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import type { EnvironmentDetail } from '#lib/contracts/environments.ts'
import { REVIEWS } from '#lib/contracts/reviews.ts'

type NextStepProps = { detail: EnvironmentDetail; submit: Action<{ versionId: string }, unknown> }

/** A draft is judged next, unless what was asked for has ended without a verdict. */
function isBeingJudged({ version, certification }: EnvironmentDetail): boolean {
  if (version.status === 'verifying') return true
  const isOver = certification?.status === 'finished' || certification?.status === 'failed'
  return version.status === 'draft' && !isOver
}

/** The next step of this version for this reader: submit it, review it, edit it, or read why not. */
export function NextStep({ detail, submit }: NextStepProps) {
  const router = useRouter()
  const queries = useQueryClient()
  const { run, pending, result } = useAction(submit, () => {
    void queries.invalidateQueries({ queryKey: keyOf(REVIEWS.queue) })
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
  if (isBeingJudged(detail)) return <LiveStatus />
  if (version.status === 'draft')
    return (
      <div className="flex max-w-96 flex-col gap-1 sm:items-end sm:text-right">
        <ButtonLink
          tone="primary"
          href={environmentHref(detail.environment.slug, version.number, { tab: 'verification' })}
        >
          Verify again
        </ButtonLink>
        <p className="text-xs text-muted">
          Not judged: {detail.certification?.error ?? 'the machine failed.'}
        </p>
      </div>
    )
  const edit = can.revise.allowed ? (
    <ButtonLink
      tone={version.status === 'changes-requested' ? 'primary' : 'plain'}
      href={`/environments/${detail.environment.slug}/edit?version=${version.number}`}
    >
      Edit
    </ButtonLink>
  ) : null
  if (version.status !== 'verified') return edit
  const why = can.submitForReview.allowed ? null : can.submitForReview.reason
  return (
    <div className="flex max-w-96 flex-col gap-1 sm:items-end sm:text-right">
      <div className="flex flex-wrap gap-1.5">
        {edit}
        <Button
          tone="primary"
          disabled={pending}
          disabledReason={why}
          onClick={() => run({ versionId: version.id })}
        >
          {pending ? 'Submitting' : 'Submit for review'}
        </Button>
      </div>
      {why ? <p className="text-xs text-muted">{why}</p> : null}
      <ActionError result={result} />
    </div>
  )
}
