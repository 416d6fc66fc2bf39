import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type ScoreAnswer, ScoreBody } from '#lib/contracts/environments.ts'
import type { Tx } from '#lib/db/client.ts'
import { FeedbackContract } from '#lib/domain/artefacts/task.ts'
import { type Actor, auditIdOf } from '#lib/domain/capabilities.ts'
import { AppError } from '#lib/domain/errors.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type WaitingContext } from '#lib/services/context.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'
import { TRIAL_SELECT, toScoreAnswer } from '#lib/services/environments/trial-view.ts'

/** How long a caller waits for its score before it gets an id to ask again with. */
export const SCORE_WAIT_MS = 10_000
/** Submissions of one caller that may wait at once. */
const MAX_WAITING = 20

/**
 * Has a submission scored by a worker: stores it, inserts the trial, wakes a worker and waits up to ten seconds. An
 * agent's token gets no more gradings than the task's feedback contract grants, and no more than it tells.
 */
export async function requestScore({
  ctx,
  input,
  waitMs = SCORE_WAIT_MS,
}: {
  ctx: WaitingContext
  input: VersionRef & { submission: string }
  waitMs?: number
}): Promise<ScoreAnswer> {
  requireCapability(ctx, 'environment.score')
  const { submission } = ScoreBody.parse({ submission: input.submission })
  const versionId = await findVersion(ctx.db, VersionRef.parse(input))
  const bytes = new TextEncoder().encode(submission)
  const blob = await ctx.blobs.put(bytes)
  const feedback = await feedbackOf(ctx.db, versionId)
  const trialId = await inTransaction(ctx, async (tx) => {
    await checkQuota(tx, ctx.actor, versionId, feedback)
    await tx.blob.createMany({ data: [{ sha256: blob.sha256, bytes: blob.bytes }], skipDuplicates: true })
    const row = await tx.trial.create({
      data: {
        versionId,
        kind: 'score',
        program: 'submission.csv',
        inputHash: createHash('sha256').update(`score:${versionId}:${blob.sha256}`).digest('hex'),
        submission: blob.sha256,
        requestedBy: auditIdOf(ctx.actor),
      },
      select: { id: true },
    })
    await ctx.queue.enqueue(tx, { queue: 'trial.score', id: row.id })
    await recordAudit(tx, ctx.actor, {
      verb: 'environment.score',
      entity: 'trial',
      entityId: row.id,
      detail: { versionId },
    })
    return row.id
  })
  const answer = await waitForTrial(ctx, trialId, waitMs)
  return tellOnly(answer, ctx.actor, feedback)
}

/** Looks only after listening has begun and whenever there is word of the trial, so that nothing is missed. */
async function waitForTrial(ctx: WaitingContext, id: string, waitMs: number): Promise<ScoreAnswer> {
  const look = () => ctx.db.trial.findUniqueOrThrow({ where: { id }, select: TRIAL_SELECT })
  if (waitMs <= 0) return toScoreAnswer(await look())
  const timeIsUp = Promise.withResolvers<false>()
  const timer = setTimeout(() => timeIsUp.resolve(false), waitMs)
  try {
    for (;;) {
      const moved = Promise.withResolvers<true>()
      // Where listening fails the trial is queued all the same, and its id finds it.
      const stop = await ctx.notices.listen(id, () => moved.resolve(true)).catch(() => null)
      if (stop === null) return toScoreAnswer(await look())
      try {
        const row = await look()
        if (isOver(row)) return toScoreAnswer(row)
        if (!(await Promise.race([moved.promise, timeIsUp.promise]))) return toScoreAnswer(await look())
      } finally {
        stop()
      }
    }
  } finally {
    clearTimeout(timer)
  }
}

const isOver = ({ status }: { status: string }): boolean => status === 'finished' || status === 'failed'

export async function feedbackOf(tx: Tx, versionId: string): Promise<FeedbackContract> {
  const { task } = await tx.version.findUniqueOrThrow({ where: { id: versionId }, select: { task: true } })
  return z.object({ feedback: FeedbackContract }).parse(task).feedback
}

async function checkQuota(
  tx: Tx,
  actor: Actor,
  versionId: string,
  feedback: FeedbackContract,
): Promise<void> {
  const requestedBy = auditIdOf(actor)
  // One caller's requests are counted one after another, so that parallel ones cannot slip past the limit.
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtext(${`score:${requestedBy}`}))::text`
  const waiting = await tx.trial.count({
    where: { requestedBy, kind: 'score', status: { in: ['queued', 'running'] } },
  })
  if (waiting >= MAX_WAITING)
    throw new AppError(
      'limit',
      `${waiting} of your submissions are waiting already. Try again when they are scored.`,
    )
  if (!isAgent(actor)) return
  if (feedback.kind === 'none') throw new AppError('forbidden', 'This task gives no feedback.')
  const used = await tx.trial.count({ where: { requestedBy, kind: 'score', versionId } })
  if (used >= feedback.gradings)
    throw new AppError('limit', `All ${feedback.gradings} gradings of this task are used.`, {
      gradings: feedback.gradings,
    })
}

const isAgent = (actor: Actor): boolean => actor.kind === 'token' && actor.scope === 'agent'

/** What the feedback contract lets an agent learn of a result. */
export function tellOnly(answer: ScoreAnswer, actor: Actor, feedback: FeedbackContract): ScoreAnswer {
  if (!isAgent(actor) || feedback.kind === 'held-out-score') return answer
  return { ...answer, score: null, tier: null }
}
