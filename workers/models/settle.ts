import type { Prisma } from '#lib/db/generated/client.ts'
import { formatUsd } from '#lib/domain/model-cost.ts'
import type { ModelFault, ModelFinish, ModelReply } from '#lib/domain/ports/language-model.ts'
import { databaseNow } from '#lib/services/context.ts'
import type { Deps } from '#workers/deps.ts'
import { untilWritten } from '#workers/leases/let-go.ts'
import type { BudgetOwner, Told } from '#workers/models/budget-owner.ts'
import { chargeOfFault } from '#workers/models/charge.ts'
import { insertExchange, type QuestionRow, type Reserved } from '#workers/models/exchange-ledger.ts'
import { persist, transact } from '#workers/models/persist.ts'

type Reply = Extract<ModelReply, { kind: 'reply' }>

const placeOf = ({ ask: { role, repair, turn } }: QuestionRow, made: { id: string; try: number }) => ({
  exchangeId: made.id,
  role,
  repair,
  turn,
  try: made.try,
})

type Settled = Prisma.ExchangeUncheckedUpdateManyInput & { status: 'answered' | 'failed' }
type Blob = { sha256: string; bytes: number }

/** Settles a reserved request, in one transaction that a worker without its claim cannot make. */
async function settle(
  deps: Pick<Deps, 'db' | 'log'>,
  owner: BudgetOwner,
  id: string,
  { blob, ...settled }: Settled & { blob?: Blob },
  event: Told,
): Promise<void> {
  await persist(deps, async (tx) => {
    await owner.fence(tx)
    if (blob)
      await tx.blob.createMany({
        data: [{ sha256: blob.sha256, bytes: BigInt(blob.bytes) }],
        skipDuplicates: true,
      })
    const { count } = await tx.exchange.updateMany({
      where: { id, status: 'reserved' },
      data: { ...settled, finishedAt: await databaseNow(tx) },
    })
    // None left to settle: an earlier try was committed, and only its confirmation was lost.
    if (count > 0) await owner.tell(tx, event)
  })
}

/** Keeps an answer and what it cost. */
export async function settleAnswered(
  deps: Pick<Deps, 'db' | 'log' | 'blobs' | 'stopping'>,
  owner: BudgetOwner,
  row: QuestionRow,
  reserved: Reserved,
  reply: Reply,
  costMicroUsd: number,
): Promise<void> {
  // It was paid for: it waits in memory for a disk that is full, rather than being asked for again.
  const blob = await untilWritten(deps, () => deps.blobs.put(new TextEncoder().encode(reply.text)))
  const { finishReason, latencyMs, usage } = reply
  const { model } = row.ask.player
  await settle(
    deps,
    owner,
    reserved.id,
    {
      status: 'answered',
      blob,
      responseBlob: blob.sha256,
      costMicroUsd,
      finishReason,
      latencyMs,
      inputTokens: usage?.inputTokens ?? null,
      cachedTokens: usage?.cachedTokens ?? null,
      outputTokens: usage?.outputTokens ?? null,
    },
    {
      type: 'model.answered',
      message: `${model} answered as ${row.ask.role} for ${formatUsd(costMicroUsd)} USD.`,
      data: { ...placeOf(row, reserved), costMicroUsd, latencyMs, finishReason, ...usage },
    },
  )
}

/** Keeps what went wrong with a request, and what it is recorded at. */
export async function settleFailed(
  deps: Pick<Deps, 'db' | 'log'>,
  owner: BudgetOwner,
  row: QuestionRow,
  reserved: Reserved,
  fault: ModelFault,
): Promise<void> {
  const costMicroUsd = chargeOfFault(fault, reserved.reservedMicroUsd)
  const { latencyMs, status: httpStatus, message } = fault
  const { model } = row.ask.player
  await settle(
    deps,
    owner,
    reserved.id,
    { status: 'failed', costMicroUsd, httpStatus, latencyMs, error: message.slice(0, 500) },
    {
      type: 'model.failed',
      level: 'warn',
      message: `${model} failed as ${row.ask.role}: ${message}`,
      data: { ...placeOf(row, reserved), fault: fault.fault, httpStatus, costMicroUsd, latencyMs },
    },
  )
}

/** Keeps the answer to the very same question of another candidate or run: a row that costs nothing. */
export async function copyAnswer(
  deps: Pick<Deps, 'db'>,
  owner: BudgetOwner,
  row: QuestionRow,
  shared: { id: string; responseBlob: string; finishReason: ModelFinish | null },
): Promise<string> {
  return transact(deps, async (tx) => {
    await owner.fence(tx)
    const made = await insertExchange(tx, owner, row, {
      status: 'answered',
      reservedMicroUsd: 0,
      responseBlob: shared.responseBlob,
      finishReason: shared.finishReason,
      copiedFrom: shared.id,
      finishedAt: await databaseNow(tx),
    })
    await owner.tell(tx, {
      type: 'model.answered',
      message: `The same question was answered before; ${row.ask.player.model} is not asked again.`,
      data: { ...placeOf(row, made), costMicroUsd: 0, copiedFrom: shared.id },
    })
    return made.id
  })
}
