import type { z } from 'zod'
import { type Resumed, ResumeInput } from '#lib/contracts/steering.ts'
import { transitionCandidate, transitionRun } from '#lib/db/transition.ts'
import { notFound, precondition } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { appendEvent } from '#lib/services/runs/append-event.ts'

/** Lets one held candidate of a run continue, or all of them, with what appears in their artefacts now. */
export async function resumeCandidates({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof ResumeInput>
}): Promise<Resumed> {
  requireCapability(ctx, 'run.start')
  requireCapability(ctx, 'environment.read-judge')
  const { id, candidateId } = parseInput(ResumeInput, input)
  return inTransaction(ctx, async (tx) => {
    await tx.$queryRaw`select 1 as one from run where id = ${id}::uuid for update`
    const run = await tx.run.findUnique({ where: { id }, select: { id: true } })
    if (run === null) throw notFound('run', id)
    const one = candidateId === undefined ? {} : { id: candidateId }
    const held = await tx.candidate.findMany({
      where: { runId: id, status: 'held', ...one },
      select: { id: true, repairs: true },
      orderBy: { ordinal: 'asc' },
    })
    if (held.length === 0)
      throw precondition(
        candidateId === undefined
          ? 'No candidate of this run waits for a person.'
          : 'The candidate does not wait for a person.',
      )
    const releasedAt = await databaseNow(tx)
    for (const candidate of held) {
      const patch = { releasedAt, releasedRepair: candidate.repairs }
      await transitionCandidate(tx, candidate.id, 'held', 'queued', { patch })
      await ctx.queue.enqueue(tx, { queue: 'candidate.advance', id: candidate.id })
    }
    await transitionRun(tx, id, 'awaiting-input', 'running')
    const resumed = held.length
    const message = `${resumed} ${resumed === 1 ? 'candidate goes' : 'candidates go'} on.`
    await appendEvent(tx, { runId: id, type: 'run.resumed', level: 'info', message, data: { resumed } })
    await recordAudit(tx, ctx.actor, { verb: 'run.resume', entity: 'run', entityId: id, detail: { resumed } })
    return { runId: id, resumed }
  })
}
