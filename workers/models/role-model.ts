import { setTimeout as sleep } from 'node:timers/promises'
import { BACKOFF_LIMITS, type BackoffLimits, planRetry } from '#lib/domain/model-backoff.ts'
import { reservationMicroUsd } from '#lib/domain/model-cost.ts'
import { MODEL_FINISHES, type ModelFault, type ModelReply } from '#lib/domain/ports/language-model.ts'
import {
  BudgetReached,
  ProviderUnavailable,
  type RoleAnswer,
  type RoleAsk,
  type RoleModel,
} from '#lib/domain/ports/role-model.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import type { Claim } from '#workers/candidate/claim-candidate.ts'
import { CandidateStopped } from '#workers/candidate/stop-reason.ts'
import type { Deps } from '#workers/deps.ts'
import { CallSlots } from '#workers/models/call-slots.ts'
import { chargeOfAnswer } from '#workers/models/charge.ts'
import {
  fence,
  findOwnAnswer,
  findTwinAnswer,
  loseOpenExchanges,
  type QuestionRow,
  type Reserved,
} from '#workers/models/exchange-ledger.ts'
import { loadConnection, priceOf } from '#workers/models/load-connection.ts'
import { persist } from '#workers/models/persist.ts'
import { type Asker, type Question, questionOf } from '#workers/models/question.ts'
import { reserve } from '#workers/models/reserve.ts'
import { copyAnswer, settleAnswered, settleFailed } from '#workers/models/settle.ts'
import { CALL_MS, CALLS_AT_ONCE, HELD_MS } from '#workers/tunables.ts'

export type ModelDeps = Pick<Deps, 'db' | 'blobs' | 'log' | 'secrets' | 'languageModel'>
type Options = { backoff?: BackoffLimits; callMs?: number; heldMs?: number }
type Answer = { id: string; responseBlob: string; finishReason: string | null }

/** Shared by all candidates of this worker. */
const slots = new CallSlots(CALLS_AT_ONCE)

/**
 * Asks models for one claimed candidate. Every question is looked up in the record before it is paid for, every request
 * reserved before it is sent and settled after, and every write fenced by the claim's attempt.
 */
export function openRoleModel(
  deps: ModelDeps,
  claim: Claim,
  signal: AbortSignal,
  asker: Asker,
  { backoff = BACKOFF_LIMITS, callMs = CALL_MS, heldMs = HELD_MS }: Options = {},
): RoleModel {
  const read = async ({ id, responseBlob, finishReason }: Answer): Promise<RoleAnswer> => ({
    text: decodeText(await deps.blobs.get(responseBlob)),
    finishReason: MODEL_FINISHES.find((one) => one === finishReason) ?? 'other',
    exchangeId: id,
  })

  /** After an abort in the middle of a call nobody knows what it costs; a worker without its claim leaves that to the next. */
  async function abandon(): Promise<void> {
    if (signal.reason instanceof CandidateStopped && signal.reason.reason === 'fenced') return
    await persist(deps, async (tx) => {
      await fence(tx, claim)
      await loseOpenExchanges(tx, claim.id)
    })
  }

  /** Reserves, waiting for calls under way where only they leave no room; each ends within the time of a call. */
  async function hold(row: QuestionRow, wanted: number): Promise<Reserved> {
    for (let waited = 0; ; waited += heldMs) {
      const reserved = await reserve(deps, claim, row, wanted)
      if (reserved) return reserved
      if (waited > callMs)
        throw new BudgetReached('What is held for other calls leaves no room below the cap.')
      await sleep(heldMs, undefined, { signal })
    }
  }

  async function call(ask: RoleAsk, question: Question, row: QuestionRow): Promise<RoleAnswer | ModelFault> {
    const { player } = ask
    const release = await slots.take(player.connectionId, signal)
    try {
      const loaded = await loadConnection(deps, player.connectionId)
      const prices = priceOf(loaded, player.model)
      const planned = {
        model: player.model,
        temperature: player.temperature,
        maxOutputTokens: player.maxOutputTokens,
        system: question.system,
        messages: ask.messages,
        schema: ask.schema,
      }
      const reserved = await hold(row, reservationMicroUsd(planned, prices))
      let reply: ModelReply
      try {
        reply = await deps.languageModel.complete(
          { ...planned, connection: loaded.connection, timeoutMs: callMs },
          signal,
        )
      } catch (error) {
        await abandon().catch((failure: unknown) =>
          deps.log.warn('abandon', { candidate: claim.id, error: failure }),
        )
        throw error
      }
      if (reply.kind === 'fault') {
        await settleFailed(deps, claim, row, reserved, reply)
        return reply
      }
      const cost = chargeOfAnswer(reply.usage, prices, reserved.reservedMicroUsd)
      await settleAnswered(deps, claim, row, reserved, reply, cost)
      return { text: reply.text, finishReason: reply.finishReason, exchangeId: reserved.id }
    } finally {
      release()
    }
  }

  async function callUntilAnswered(ask: RoleAsk, question: Question, row: QuestionRow): Promise<RoleAnswer> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await call(ask, question, row)
      if (!('kind' in outcome)) return outcome
      const plan = planRetry(outcome.fault, attempt, outcome.retryAfterMs, Math.random(), backoff)
      if (plan.kind === 'give-up')
        throw new ProviderUnavailable(`${ask.player.model} is not available: ${outcome.message}`)
      await sleep(plan.ms, undefined, { signal })
    }
  }

  return {
    async ask(ask) {
      signal.throwIfAborted()
      const question = questionOf(ask, asker)
      const blob = await deps.blobs.put(question.bytes)
      await deps.db.blob.createMany({
        data: [{ sha256: blob.sha256, bytes: BigInt(blob.bytes) }],
        skipDuplicates: true,
      })
      const row: QuestionRow = { ask, requestHash: question.hash, requestBlob: blob.sha256 }
      const own = await findOwnAnswer(deps.db, claim, row)
      if (own) return read(own)
      const twin = await findTwinAnswer(deps.db, claim, row)
      if (twin) return { ...(await read(twin)), exchangeId: await copyAnswer(deps, claim, row, twin) }
      return callUntilAnswered(ask, question, row)
    },
  }
}
