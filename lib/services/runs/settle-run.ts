import type { Tx } from '#lib/db/client.ts'
import { transitionRun } from '#lib/db/transition.ts'
import { type RunStatus, runOutcome, waitsForPeople } from '#lib/domain/run.ts'
import { databaseNow } from '#lib/services/context.ts'
import { appendEvent } from '#lib/services/runs/append-event.ts'
import { funnelOf } from '#lib/services/runs/funnels-of.ts'
import { leaveUnjudged } from '#lib/services/runs/leave-unjudged.ts'

/**
 * Ends a run whose last candidate has ended, in the caller's transaction. The run's row is locked first, so of two
 * last candidates exactly one sees an empty queue. Null while candidates are open; once all of them are held, the run
 * waits for people.
 */
export async function settleRun(tx: Tx, runId: string): Promise<RunStatus | null> {
  const [run] = await tx.$queryRaw<{ status: RunStatus; cancelled: boolean }[]>`
    select status, "cancelRequestedAt" is not null as cancelled from run where id = ${runId}::uuid for update`
  if (run === undefined || !['queued', 'running', 'awaiting-input'].includes(run.status)) return null
  await leaveUnjudged(tx, runId)
  const funnel = await funnelOf(tx, runId)
  const outcome = runOutcome(funnel, run.cancelled)
  if (outcome === null) {
    if (run.status === 'running' && waitsForPeople(funnel)) await waitForPeople(tx, runId, funnel.held)
    return null
  }
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

async function waitForPeople(tx: Tx, runId: string, held: number): Promise<void> {
  await transitionRun(tx, runId, 'running', 'awaiting-input')
  const message = `${held} ${held === 1 ? 'candidate waits' : 'candidates wait'} for a person.`
  await appendEvent(tx, { runId, type: 'run.awaiting-input', level: 'info', message, data: { held } })
}
