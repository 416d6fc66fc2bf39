import { setTimeout as sleep } from 'node:timers/promises'
import { BACKOFF_LIMITS, planRetry } from '#lib/domain/model-backoff.ts'
import { MODEL_FINISHES } from '#lib/domain/ports/language-model.ts'
import { ProviderUnavailable, type RoleAnswer, type RoleModel } from '#lib/domain/ports/role-model.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import type { BudgetOwner } from '#workers/models/budget-owner.ts'
import { type Asking, callModel, type ModelDeps } from '#workers/models/call-model.ts'
import { findOwnAnswer, findSharedAnswer, type QuestionRow } from '#workers/models/exchange-ledger.ts'
import { type Asker, questionOf } from '#workers/models/question.ts'
import { copyAnswer } from '#workers/models/settle.ts'
import { CALL_MS, HELD_MS } from '#workers/tunables.ts'

type Kept = { id: string; responseBlob: string; finishReason: string | null }

async function readAnswer(deps: ModelDeps, { id, responseBlob, finishReason }: Kept): Promise<RoleAnswer> {
  return {
    text: decodeText(await deps.blobs.get(responseBlob)),
    finishReason: MODEL_FINISHES.find((one) => one === finishReason) ?? 'other',
    exchangeId: id,
  }
}

/** The answer that is known already: the candidate's own, or a copy of what somebody else paid for. */
async function knownAnswer({ deps, owner }: Asking, row: QuestionRow): Promise<RoleAnswer | null> {
  const own = await findOwnAnswer(deps.db, owner, row)
  if (own) return readAnswer(deps, own)
  const shared = await findSharedAnswer(deps.db, owner, row)
  if (!shared) return null
  return { ...(await readAnswer(deps, shared)), exchangeId: await copyAnswer(deps, owner, row, shared) }
}

async function callUntilAnswered(asking: Asking, row: QuestionRow, trace: string): Promise<RoleAnswer> {
  const { signal, limits } = asking
  for (let attempt = 1; ; attempt++) {
    const outcome = await callModel(asking, row, trace)
    if (!('kind' in outcome)) return outcome
    const plan = planRetry(outcome.fault, attempt, outcome.retryAfterMs, Math.random(), limits.backoff)
    if (plan.kind === 'give-up')
      throw new ProviderUnavailable(`${row.ask.player.model} is not available: ${outcome.message}`)
    await sleep(plan.ms, undefined, { signal })
  }
}

/**
 * Asks models for one claimed candidate or review. Every question is looked up in the record before it is paid for, every request
 * reserved before it is sent and settled after, and every write fenced by the claim's attempt.
 */
export function openRoleModel(
  deps: ModelDeps,
  owner: BudgetOwner,
  signal: AbortSignal,
  asker: Asker,
  limits: Partial<Asking['limits']> = {},
): RoleModel {
  const usual = { backoff: BACKOFF_LIMITS, callMs: CALL_MS, heldMs: HELD_MS }
  const asking: Asking = { deps, owner, signal, limits: { ...usual, ...limits } }
  return {
    async ask(ask) {
      signal.throwIfAborted()
      const { trace, bytes, hash } = questionOf(ask, asker)
      const blob = await deps.blobs.put(bytes)
      await deps.db.blob.createMany({
        data: [{ sha256: blob.sha256, bytes: BigInt(blob.bytes) }],
        skipDuplicates: true,
      })
      const row: QuestionRow = { ask, requestHash: hash, requestBlob: blob.sha256 }
      return (await knownAnswer(asking, row)) ?? callUntilAnswered(asking, row, trace)
    },
  }
}
