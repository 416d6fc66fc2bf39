import { createHash } from 'node:crypto'
import { type ScoreAnswer, ScoreBody } from '#lib/contracts/scores.ts'
import { auditIdOf, personOf } from '#lib/domain/capabilities.ts'
import { contractOf, partOf } from '#lib/domain/feedback.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type WaitingContext } from '#lib/services/context.ts'
import {
  checkAnyLeft,
  checkWaiting,
  gradingsLeft,
  lockPerson,
  seesAnswers,
} from '#lib/services/environments/feedback-quota.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'
import { loadScoredVersion } from '#lib/services/environments/scored-version.ts'
import { type AskedTrial, tellAnswer } from '#lib/services/environments/tell-answer.ts'
import { TRIAL_SELECT } from '#lib/services/environments/trial-view.ts'
import { waitForRow } from '#lib/services/wait-for-row.ts'

/** How long a caller waits for its score before it gets an id to ask again with. */
export const SCORE_WAIT_MS = 10_000
const ASKED = { ...TRIAL_SELECT, part: true, contract: true } as const

/** Refuses who has no grading left, or too many submissions waiting: before anybody reads the submission. */
export async function admitScore({ ctx, params }: { ctx: WaitingContext; params: unknown }): Promise<void> {
  requireCapability(ctx, 'environment.score')
  const version = await loadScoredVersion(ctx.db, await findVersion(ctx.db, parseInput(VersionRef, params)))
  await checkWaiting(ctx.db, ctx.actor)
  await checkAnyLeft(ctx.db, ctx.actor, version)
}

/**
 * Has a submission scored by a worker: inserts the trial, wakes a worker and waits up to ten seconds. Of a submission
 * that is refused no byte stays. Who does not see the answers anyway gets no more gradings than the
 * task's feedback contract grants to a person, and no more than it tells.
 */
export async function requestScore({
  ctx,
  input,
  waitMs = SCORE_WAIT_MS,
}: {
  ctx: WaitingContext
  input: VersionRef & Pick<ScoreBody, 'submission'> & { rollout?: string | undefined }
  waitMs?: number
}): Promise<ScoreAnswer> {
  requireCapability(ctx, 'environment.score')
  const { actor } = ctx
  const { submission, rollout = null } = parseInput(ScoreBody, {
    submission: input.submission,
    rollout: input.rollout,
  })
  const version = await loadScoredVersion(ctx.db, await findVersion(ctx.db, parseInput(VersionRef, input)))
  const contract = contractOf(version.task)
  const terms = seesAnswers(actor)
    ? { contract: null, part: 'reward' as const }
    : { contract: contract.kind, part: partOf(contract) }
  const { trialId, remaining } = await inTransaction(ctx, async (tx) => {
    await lockPerson(tx, actor)
    await checkWaiting(tx, actor)
    const left = await gradingsLeft(tx, actor, version, rollout)
    const blob = await ctx.blobs.put(bytesOf(submission))
    await tx.blob.createMany({ data: [{ sha256: blob.sha256, bytes: blob.bytes }], skipDuplicates: true })
    const row = await tx.trial.create({
      data: {
        versionId: version.id,
        kind: 'score',
        program: 'submission.csv',
        inputHash: createHash('sha256')
          .update(`score:${version.id}:${terms.part}:${blob.sha256}`)
          .digest('hex'),
        submission: blob.sha256,
        requestedBy: auditIdOf(actor),
        personId: personOf(actor),
        answers: version.answers,
        rolloutId: rollout,
        ...terms,
      },
      select: { id: true },
    })
    await ctx.queue.enqueue(tx, { queue: 'trial.score', id: row.id })
    await recordAudit(tx, actor, {
      verb: 'environment.score',
      entity: 'trial',
      entityId: row.id,
      detail: { versionId: version.id, ...terms },
    })
    return { trialId: row.id, remaining: left === null ? null : left - 1 }
  })
  const row = await waitForTrial(ctx, trialId, waitMs)
  return { ...tellAnswer(row, actor, version.task), remaining }
}

/** The bytes as they were sent: the evaluators' own reader tells encoding and dialect. */
const bytesOf = (submission: ScoreBody['submission']): Uint8Array =>
  typeof submission === 'string'
    ? new TextEncoder().encode(submission)
    : Buffer.from(submission.base64, 'base64')

const waitForTrial = (ctx: WaitingContext, id: string, waitMs: number): Promise<AskedTrial> =>
  waitForRow(ctx, id, () => ctx.db.trial.findUniqueOrThrow({ where: { id }, select: ASKED }), isOver, waitMs)

const isOver = ({ status }: { status: string }): boolean => status === 'finished' || status === 'failed'
