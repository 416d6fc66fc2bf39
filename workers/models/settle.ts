import { formatUsd } from '#lib/domain/model-cost.ts'
import type { ModelFault, ModelReply } from '#lib/domain/ports/language-model.ts'
import { databaseNow } from '#lib/services/context.ts'
import type { Claim } from '#workers/candidate/claim-candidate.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import type { Deps } from '#workers/deps.ts'
import { chargeOfFault } from '#workers/models/charge.ts'
import { fence, insertExchange, type QuestionRow, type Reserved } from '#workers/models/exchange-ledger.ts'

type Reply = Extract<ModelReply, { kind: 'reply' }>

const placeOf = ({ ask: { role, repair, turn } }: QuestionRow, made: { id: string; try: number }) => ({
  exchangeId: made.id,
  role,
  repair,
  turn,
  try: made.try,
})

/** Keeps an answer and what it cost, in one transaction that a worker without its claim cannot make. */
export async function settleAnswered(
  deps: Pick<Deps, 'db' | 'blobs'>,
  claim: Claim,
  row: QuestionRow,
  reserved: Reserved,
  reply: Reply,
  costMicroUsd: number,
): Promise<void> {
  const blob = await deps.blobs.put(new TextEncoder().encode(reply.text))
  const { finishReason, latencyMs, usage } = reply
  await deps.db.$transaction(async (tx) => {
    await fence(tx, claim)
    await tx.blob.createMany({
      data: [{ sha256: blob.sha256, bytes: BigInt(blob.bytes) }],
      skipDuplicates: true,
    })
    await tx.exchange.update({
      where: { id: reserved.id },
      data: {
        status: 'answered',
        responseBlob: blob.sha256,
        costMicroUsd,
        finishReason,
        latencyMs,
        inputTokens: usage?.inputTokens ?? null,
        outputTokens: usage?.outputTokens ?? null,
        finishedAt: await databaseNow(tx),
      },
      select: { id: true },
    })
    await appendEvent(tx, claim, {
      type: 'model.answered',
      message: `${row.ask.player.model} answered as ${row.ask.role} for ${formatUsd(costMicroUsd)} USD.`,
      data: { ...placeOf(row, reserved), costMicroUsd, latencyMs, finishReason, ...usage },
    })
  })
}

/** Keeps what went wrong with a request, and what it is put down at. */
export async function settleFailed(
  deps: Pick<Deps, 'db'>,
  claim: Claim,
  row: QuestionRow,
  reserved: Reserved,
  fault: ModelFault,
): Promise<void> {
  const costMicroUsd = chargeOfFault(fault, reserved.reservedMicroUsd)
  const { latencyMs, status: httpStatus, message: error } = fault
  await deps.db.$transaction(async (tx) => {
    await fence(tx, claim)
    await tx.exchange.update({
      where: { id: reserved.id },
      data: {
        status: 'failed',
        costMicroUsd,
        httpStatus,
        latencyMs,
        error: error.slice(0, 500),
        finishedAt: await databaseNow(tx),
      },
      select: { id: true },
    })
    await appendEvent(tx, claim, {
      type: 'model.failed',
      level: 'warn',
      message: `${row.ask.player.model} failed as ${row.ask.role}: ${error}`,
      data: { ...placeOf(row, reserved), fault: fault.fault, httpStatus, costMicroUsd, latencyMs },
    })
  })
}

/** Keeps the answer to the very same question of another candidate or run: a row that costs nothing. */
export async function copyAnswer(
  deps: Pick<Deps, 'db'>,
  claim: Claim,
  row: QuestionRow,
  twin: { id: string; responseBlob: string; finishReason: string | null },
): Promise<string> {
  return deps.db.$transaction(async (tx) => {
    await fence(tx, claim)
    const made = await insertExchange(tx, claim, row, {
      status: 'answered',
      reservedMicroUsd: 0,
      responseBlob: twin.responseBlob,
      finishReason: twin.finishReason,
      copiedFrom: twin.id,
      finishedAt: await databaseNow(tx),
    })
    await appendEvent(tx, claim, {
      type: 'model.answered',
      message: `The same question was answered before; ${row.ask.player.model} is not asked again.`,
      data: { ...placeOf(row, made), costMicroUsd: 0, copiedFrom: twin.id },
    })
    return made.id
  })
}
