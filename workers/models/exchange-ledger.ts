import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import type { ModelFinish } from '#lib/domain/ports/language-model.ts'
import type { RoleAsk } from '#lib/domain/ports/role-model.ts'
import { type BudgetOwner, ownedBy } from '#workers/models/budget-owner.ts'

/** What every request of one question has in common. */
export type QuestionRow = {
  ask: RoleAsk
  requestHash: string
  requestBlob: string
}
export type Reserved = { id: string; try: number; reservedMicroUsd: number }
type Answer = { id: string; responseBlob: string; finishReason: ModelFinish | null }

const ANSWER = { id: true, responseBlob: true, finishReason: true } as const
async function firstAnswer(tx: Tx, where: Prisma.ExchangeWhereInput): Promise<Answer | null> {
  const row = await tx.exchange.findFirst({
    where: { ...where, status: 'answered', responseBlob: { not: null } },
    select: ANSWER,
    orderBy: { createdAt: 'asc' },
  })
  return row?.responseBlob ? { ...row, responseBlob: row.responseBlob } : null
}

/** The owner's answer to this question, from an earlier attempt or before a restart. */
export const findOwnAnswer = (tx: Tx, owner: BudgetOwner, { ask, requestHash }: QuestionRow) =>
  firstAnswer(tx, {
    ...ownedBy(owner),
    role: ask.role,
    repair: ask.repair,
    turn: ask.turn,
    requestHash,
  })

/** The answer to the very same question that somebody else paid for. */
export const findSharedAnswer = (tx: Tx, owner: BudgetOwner, { requestHash }: QuestionRow) =>
  firstAnswer(tx, { NOT: ownedBy(owner), requestHash, copiedFrom: null })

async function nextTry(tx: Tx, owner: BudgetOwner, { ask }: QuestionRow): Promise<number> {
  const { _max: max } = await tx.exchange.aggregate({
    where: { ...ownedBy(owner), role: ask.role, repair: ask.repair, turn: ask.turn },
    _max: { try: true },
  })
  return (max.try ?? 0) + 1
}

/** A new row of the ledger; the caller holds the owner's row, so that no try is given out twice. */
export async function insertExchange(
  tx: Tx,
  owner: BudgetOwner,
  row: QuestionRow,
  state: Pick<Prisma.ExchangeUncheckedCreateInput, 'status' | 'reservedMicroUsd'> &
    Partial<Prisma.ExchangeUncheckedCreateInput>,
): Promise<{ id: string; try: number }> {
  const { role, repair, turn, promptHash, player } = row.ask
  const { requestHash, requestBlob } = row
  return tx.exchange.create({
    data: {
      ...owner.columns,
      connectionId: player.connectionId,
      model: player.model,
      attempt: owner.attempt,
      role,
      repair,
      turn,
      promptHash,
      requestHash,
      requestBlob,
      try: await nextTry(tx, owner, row),
      ...state,
    },
    select: { id: true, try: true },
  })
}

/**
 * Ends the open requests of a candidate, or of a review, about which nobody knows any more: each costs what was reserved for it. Of
 * `before` only those of earlier attempts.
 */
export async function loseOpenExchanges(
  tx: Tx,
  ownerId: string,
  before?: number,
): Promise<{ count: number; costMicroUsd: number }> {
  const rows = await tx.$queryRaw<{ cost: bigint }[]>`
    UPDATE "exchange" SET status = 'lost', "costMicroUsd" = "reservedMicroUsd", "finishedAt" = now(),
      error = 'The outcome of this request is unknown.'
    WHERE ("candidateId" = ${ownerId}::uuid OR "modelReviewId" = ${ownerId}::uuid) AND status = 'reserved' AND attempt < ${before ?? 2 ** 31 - 1}
    RETURNING "costMicroUsd" AS cost`
  return { count: rows.length, costMicroUsd: rows.reduce((sum, row) => sum + Number(row.cost), 0) }
}
