'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Ban, GitBranch, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { plural } from '#components/patterns/format.ts'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { RUNS, type RunDetail } from '#lib/contracts/runs.ts'

type RunActionsProps = {
  run: RunDetail
  cancel: Action<{ id: string }, unknown>
  retry: Action<{ id: string }, unknown>
  onReopened: () => void
}

/** Cancel and retry appear when they make sense; a refusal says why on the button. */
export function RunActions({ run, cancel, retry, onReopened }: RunActionsProps) {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: keyOf(RUNS.get, { id: run.id }), exact: true })
  const cancelling = useAction(cancel, () => void refresh())
  const retrying = useAction(retry, () => void refresh().then(onReopened))
  const open = run.status === 'queued' || run.status === 'running' || run.status === 'awaiting-input'
  const failed = run.funnel.error ?? 0
  return (
    <>
      {open ? (
        <CancelRun
          run={run}
          pending={cancelling.pending || run.cancelling}
          onCancel={() => cancelling.run({ id: run.id })}
        />
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

type CancelRunProps = { run: RunDetail; pending: boolean; onCancel: () => void }

/** Asks first: what a cancelled run did not finish is not taken up again. */
function CancelRun({ run, pending, onCancel }: CancelRunProps) {
  const [isAsking, ask] = useState(false)
  const left = (run.funnel.queued ?? 0) + (run.funnel.running ?? 0) + (run.funnel.held ?? 0)
  return (
    <Dialog
      title="Cancel this run?"
      description={`${plural(left, 'candidate')} will not be finished. What is verified stays.`}
      open={isAsking}
      onOpenChange={ask}
      trigger={
        <Button
          icon={<Ban size={14} aria-hidden />}
          disabled={pending}
          disabledReason={run.can.cancel.allowed ? null : run.can.cancel.reason}
        >
          {run.cancelling ? 'Cancelling' : 'Cancel'}
        </Button>
      }
    >
      <div className="flex justify-end gap-2">
        <Button onClick={() => ask(false)}>Let it run</Button>
        <Button
          tone="danger"
          onClick={() => {
            ask(false)
            onCancel()
          }}
        >
          Cancel the run
        </Button>
      </div>
    </Dialog>
  )
}
