import type { z } from 'zod'
import { RunParams, type RunView } from '#lib/contracts/runs.ts'
import { transitionCandidates } from '#lib/db/transition.ts'
import { notFound, precondition } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import type { RunStatus } from '#lib/domain/run.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { appendEvent } from '#lib/services/runs/append-event.ts'
import { RUN_SELECT, toRunView } from '#lib/services/runs/run-view.ts'
import { settleRun } from '#lib/services/runs/settle-run.ts'

const ACTIVE: readonly RunStatus[] = ['queued', 'running', 'awaiting-input']

/**
 * Asks a run to stop: waiting candidates end at once, running ones at their next step, results stay. Asking twice
 * changes nothing.
 */
export async function cancelRun({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof RunParams>
}): Promise<RunView> {
  requireCapability(ctx, 'run.cancel')
  const { id } = parseInput(RunParams, input)
  return inTransaction(ctx, async (tx) => {
    await tx.$queryRaw`select 1 as one from run where id = ${id}::uuid for update`
    const run = await tx.run.findUnique({ where: { id }, select: RUN_SELECT })
    if (run === null) throw notFound('run', id)
    if (!ACTIVE.includes(run.status))
      throw precondition(`The run is ${run.status}; there is nothing to cancel.`)
    if (run.cancelRequestedAt === null) {
      const now = await databaseNow(tx)
      await tx.run.update({ where: { id }, data: { cancelRequestedAt: now }, select: { id: true } })
      const ended = { finishedAt: now, leaseUntil: null }
      const count = await transitionCandidates(tx, id, ['queued', 'held'], 'cancelled', ended)
      const message = `Cancelling: ${count} waiting candidates ended, running ones end at their next step.`
      await appendEvent(tx, {
        runId: id,
        type: 'run.cancel-requested',
        level: 'warn',
        message,
        data: { ended: count },
      })
      await settleRun(tx, id)
      await recordAudit(tx, ctx.actor, {
        verb: 'run.cancel',
        entity: 'run',
        entityId: id,
        detail: { ended: count },
      })
    }
    return toRunView(tx, await tx.run.findUniqueOrThrow({ where: { id }, select: RUN_SELECT }))
  })
}
