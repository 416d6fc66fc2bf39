import type { Tx } from '#lib/db/client.ts'
import { transitionRun } from '#lib/db/transition.ts'
import { type RunStatus, runOutcome } from '#lib/domain/run.ts'
import { databaseNow } from '#lib/services/context.ts'
import { appendEvent } from '#lib/services/runs/append-event.ts'
import { funnelOf } from '#lib/services/runs/funnels-of.ts'

/**
 * Ends a run whose last candidate has ended, in the caller's transaction. The run's row is locked first, so of two
 * last candidates exactly one sees an empty queue. Null while candidates are open.
 */
export async function settleRun(tx: Tx, runId: string): Promise<RunStatus | null> {
  const [run] = await tx.$queryRaw<{ status: RunStatus; cancelled: boolean }[]>`
    select status, "cancelRequestedAt" is not null as cancelled from run where id = ${runId}::uuid for update`
  if (run === undefined || !['queued', 'running', 'awaiting-input'].includes(run.status)) return null
  const outcome = runOutcome(await funnelOf(tx, runId), run.cancelled)
  if (outcome === null) return null
  const finishedAt = await databaseNow(tx)
  if (run.status !== 'running' && outcome !== 'cancelled')
    await transitionRun(tx, runId, run.status, 'running')
  const from = run.status !== 'running' && outcome !== 'cancelled' ? 'running' : run.status
  await transitionRun(tx, runId, from, outcome, { finishedAt })
  await appendEvent(tx, {
    runId,
    type: `run.${outcome}`,
    level: outcome === 'failed' ? 'error' : 'info',
    message: `Run ${outcome}.`,
  })
  return outcome
}
