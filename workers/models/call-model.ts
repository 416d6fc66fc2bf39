import { setTimeout as sleep } from 'node:timers/promises'
import type { BackoffLimits } from '#lib/domain/model-backoff.ts'
import { reservationMicroUsd } from '#lib/domain/model-cost.ts'
import type { ModelFault, ModelRequest } from '#lib/domain/ports/language-model.ts'
import { BudgetReached, type RoleAnswer } from '#lib/domain/ports/role-model.ts'
import type { Deps } from '#workers/deps.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import type { BudgetOwner } from '#workers/models/budget-owner.ts'
import { CallSlots } from '#workers/models/call-slots.ts'
import { chargeOfAnswer } from '#workers/models/charge.ts'
import { loseOpenExchanges, type QuestionRow, type Reserved } from '#workers/models/exchange-ledger.ts'
import { loadConnection, priceOf } from '#workers/models/load-connection.ts'
import { persist } from '#workers/models/persist.ts'
import { reserve } from '#workers/models/reserve.ts'
import { settleAnswered, settleFailed } from '#workers/models/settle.ts'
import { CALLS_AT_ONCE } from '#workers/tunables.ts'

export type ModelDeps = Pick<Deps, 'db' | 'blobs' | 'log' | 'secrets' | 'languageModel' | 'stopping'>
/** One claimed candidate or review that asks, until `signal` aborts. */
export type Asking = {
  deps: ModelDeps
  owner: BudgetOwner
  signal: AbortSignal
  limits: { backoff: BackoffLimits; callMs: number; heldMs: number }
}

/** Shared by all candidates of this worker. */
const slots = new CallSlots(CALLS_AT_ONCE)

/** After an abort in the middle of a call nobody knows what it costs; a worker without its claim leaves that to the next. */
async function abandon({ deps, owner, signal }: Asking): Promise<void> {
  if (signal.reason instanceof LeaseLost && signal.reason.reason === 'fenced') return
  const lose = persist(deps, async (tx) => {
    await owner.fence(tx)
    await loseOpenExchanges(tx, owner.id)
  })
  await lose.catch((error: unknown) => deps.log.warn('abandon', { owner: owner.id, error }))
}

/** Reserves, waiting for calls under way where only they leave no room; each ends within the time of a call. */
async function hold(
  { deps, owner, signal, limits }: Asking,
  row: QuestionRow,
  wanted: number,
): Promise<Reserved> {
  for (let waited = 0; ; waited += limits.heldMs) {
    const reserved = await reserve(deps, owner, row, wanted)
    if (reserved) return reserved
    if (waited > limits.callMs)
      throw new BudgetReached('What is held for other calls leaves no room below the cap.')
    await sleep(limits.heldMs, undefined, { signal })
  }
}

/** The call itself; whatever ends it without a reply leaves no request open. */
async function complete(asking: Asking, request: ModelRequest) {
  try {
    return await asking.deps.languageModel.complete(request, asking.signal)
  } catch (error) {
    await abandon(asking)
    throw error
  }
}

/** One request: reserved before it is sent, settled after. */
export async function callModel(
  asking: Asking,
  row: QuestionRow,
  trace: string,
): Promise<RoleAnswer | ModelFault> {
  const { deps, owner, signal, limits } = asking
  const { player, system, messages, schema } = row.ask
  const { model, temperature, maxOutputTokens } = player
  const release = await slots.take(player.connectionId, signal)
  try {
    const loaded = await loadConnection(deps, player.connectionId)
    const prices = priceOf(loaded, model)
    const planned = { model, temperature, maxOutputTokens, system, messages, schema }
    const reserved = await hold(asking, row, reservationMicroUsd(planned, prices))
    const { connection } = loaded
    const reply = await complete(asking, { ...planned, trace, connection, timeoutMs: limits.callMs })
    if (reply.kind === 'fault') {
      await settleFailed(deps, owner, row, reserved, reply)
      return reply
    }
    const cost = chargeOfAnswer(reply.usage, prices, reserved.reservedMicroUsd)
    await settleAnswered(deps, owner, row, reserved, reply, cost)
    return { text: reply.text, finishReason: reply.finishReason, exchangeId: reserved.id }
  } finally {
    release()
  }
}
