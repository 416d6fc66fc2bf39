import type { Tx } from '#lib/db/client.ts'
import { type Actor, can, personOf } from '#lib/domain/capabilities.ts'
import { AppError, forbidden, invalid } from '#lib/domain/errors.ts'
import { contractOf } from '#lib/domain/feedback.ts'
import type { ScoredVersion } from '#lib/services/environments/scored-version.ts'

/** Submissions of one person that may wait at once. */
const MAX_WAITING = 20

/** Who may see the answers gets the whole score, and as often as wanted; everybody else works under the contract. */
export const seesAnswers = (actor: Actor): boolean => can(actor, 'environment.read-judge')

/** One person's requests are counted one after another, so that parallel ones cannot slip past a limit. */
export async function lockPerson(tx: Tx, actor: Actor): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtext(${`score:${personOf(actor)}`}))::text`
}

/** Throws where too many submissions of one person wait already. */
export async function checkWaiting(tx: Tx, actor: Actor): Promise<void> {
  const waiting = await tx.trial.count({
    where: { personId: personOf(actor), kind: 'score', status: { in: ['queued', 'running'] } },
  })
  if (waiting >= MAX_WAITING)
    throw new AppError(
      'limit',
      `${waiting} of your submissions are waiting already. Try again when they are scored.`,
    )
}

/**
 * Gradings that one person used: over all their tokens and pages, over all versions of the environment and over every
 * other version with the same answers. A trial that gave no score used none. A rollout that a trainer opened has its
 * own; not under held-out scores, where every answer is about the rows that decide the tier.
 */
function countUsed(
  tx: Tx,
  personId: string,
  version: ScoredVersion,
  rolloutId: string | null,
  isApart: boolean,
) {
  const { environmentId, answers } = version
  const sameRows = [{ version: { environmentId } }, ...(answers === null ? [] : [{ answers }])]
  return tx.trial.count({
    where: {
      personId,
      kind: 'score',
      contract: { not: null },
      status: { not: 'failed' },
      ...(isApart ? { rolloutId } : {}),
      OR: sameRows,
    },
  })
}

/** A rollout that the same person opened in this environment. An agent cannot open one, so it cannot make up another. */
async function checkRollout(tx: Tx, personId: string, version: ScoredVersion, id: string): Promise<void> {
  const row = await tx.feedbackRollout.findUnique({ where: { id } })
  if (row === null || row.personId !== personId || row.environmentId !== version.environmentId)
    throw invalid(
      `rollout: no open rollout ${id} of yours in this environment. A trainer opens it with POST .../rollouts.`,
    )
}

/** Throws where no grading can be left whatever the request names: used up, and no rollout was opened. */
export async function checkAnyLeft(tx: Tx, actor: Actor, version: ScoredVersion): Promise<void> {
  const { environmentId } = version
  const opened = await tx.feedbackRollout.count({ where: { personId: personOf(actor), environmentId } })
  if (opened === 0) await gradingsLeft(tx, actor, version, null)
}

/**
 * Gradings that are left before this one; null without a limit. Throws where the contract tells nothing, where the
 * rollout is none, and with 429 where all gradings are used.
 */
export async function gradingsLeft(
  tx: Tx,
  actor: Actor,
  version: ScoredVersion,
  rolloutId: string | null,
): Promise<number | null> {
  const personId = personOf(actor)
  if (rolloutId !== null) await checkRollout(tx, personId, version, rolloutId)
  if (seesAnswers(actor)) return null
  const { kind, gradings } = contractOf(version.task)
  if (kind === 'none') throw forbidden('This task gives no feedback.')
  const isApart = kind !== 'held-out-score'
  const used = await countUsed(tx, personId, version, rolloutId, isApart)
  if (used < gradings) return gradings - used
  const whose = rolloutId !== null && isApart ? 'of this rollout' : 'that you have in this environment'
  throw new AppError(
    'limit',
    `All ${gradings} gradings ${whose} are used; none remain. They are counted over all your tokens and pages, and over versions with the same answers.`,
    { gradings, used, remaining: 0 },
  )
}
