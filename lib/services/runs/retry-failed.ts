import type { z } from 'zod'
import { type Retried, RunParams } from '#lib/contracts/runs.ts'
import { transitionCandidates, transitionRun } from '#lib/db/transition.ts'
import { notFound, precondition } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { appendEvent } from '#lib/services/runs/append-event.ts'

/** Puts the candidates that ended with an error back into the queue. Verified and rejected ones stay as they are. */
export async function retryFailed({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof RunParams>
}): Promise<z.infer<typeof Retried>> {
  requireCapability(ctx, 'run.retry')
  const { id } = parseInput(RunParams, input)
  return inTransaction(ctx, async (tx) => {
    await tx.$queryRaw`select 1 as one from run where id = ${id}::uuid for update`
    const run = await tx.run.findUnique({ where: { id }, select: { status: true } })
    if (run === null) throw notFound('run', id)
    if (run.status === 'cancelled') throw precondition('A cancelled run is not retried; start a new one.')
    const failed = await tx.candidate.findMany({
      where: { runId: id, status: 'error' },
      select: { id: true },
    })
    if (failed.length === 0) throw precondition('No candidate of this run ended with an error.')
    const afresh = { lost: 0, reason: null, reasonCode: null, finishedAt: null, leaseUntil: null }
    await transitionCandidates(tx, id, ['error'], 'queued', afresh)
    if (run.status === 'succeeded' || run.status === 'failed' || run.status === 'awaiting-input')
      await transitionRun(tx, id, run.status, 'running', { finishedAt: null })
    for (const one of failed) await ctx.queue.enqueue(tx, { queue: 'candidate.advance', id: one.id })
    const message = `${failed.length} ${failed.length === 1 ? 'candidate' : 'candidates'} queued again.`
    await appendEvent(tx, {
      runId: id,
      type: 'run.retried',
      level: 'info',
      message,
      data: { requeued: failed.length },
    })
    await recordAudit(tx, ctx.actor, {
      verb: 'run.retry',
      entity: 'run',
      entityId: id,
      detail: { requeued: failed.length },
    })
    return { runId: id, requeued: failed.length }
  })
}
