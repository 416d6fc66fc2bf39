'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Ban, GitBranch, RotateCcw } from 'lucide-react'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { keys } from '#lib/contracts/api-paths.ts'
import type { RunDetail } from '#lib/contracts/runs.ts'

type RunActionsProps = {
  run: RunDetail
  cancel: Action<{ id: string }, unknown>
  retry: Action<{ id: string }, unknown>
  onReopened: () => void
}

/** Cancel and retry appear when they make sense; a refusal says why on the button. */
export function RunActions({ run, cancel, retry, onReopened }: RunActionsProps) {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: keys.run(run.id) })
  const cancelling = useAction(cancel, () => void refresh())
  const retrying = useAction(retry, () => void refresh().then(onReopened))
  const open = run.status === 'queued' || run.status === 'running' || run.status === 'awaiting-input'
  const failed = run.funnel.error ?? 0
  return (
    <>
      {open ? (
        <Button
          icon={<Ban size={14} aria-hidden />}
          disabled={cancelling.pending || run.cancelling}
          disabledReason={run.can.cancel.allowed ? null : run.can.cancel.reason}
          onClick={() => cancelling.run({ id: run.id })}
        >
          {run.cancelling ? 'Cancelling' : 'Cancel'}
        </Button>
      ) : null}
      {failed > 0 ? (
        <Button
          icon={<RotateCcw size={14} aria-hidden />}
          disabled={retrying.pending}
          disabledReason={run.can.retryFailed.allowed ? null : run.can.retryFailed.reason}
          onClick={() => retrying.run({ id: run.id })}
        >
          Retry {failed} failed
        </Button>
      ) : null}
      {run.can.branch.allowed ? (
        <ButtonLink href={`/runs/${run.id}/branch`} icon={<GitBranch size={14} aria-hidden />}>
          Branch
        </ButtonLink>
      ) : null}
      <ActionError result={cancelling.result} />
      <ActionError result={retrying.result} />
    </>
  )
}
