import type { ExchangeView } from '#lib/contracts/exchanges.ts'
import type { Prisma } from '#lib/db/generated/client.ts'

export const EXCHANGE_SELECT = {
  id: true,
  status: true,
  role: true,
  repair: true,
  turn: true,
  try: true,
  connection: { select: { id: true, name: true } },
  model: true,
  promptHash: true,
  requestHash: true,
  reservedMicroUsd: true,
  costMicroUsd: true,
  inputTokens: true,
  cachedTokens: true,
  outputTokens: true,
  finishReason: true,
  latencyMs: true,
  httpStatus: true,
  error: true,
  copiedFrom: true,
  createdAt: true,
  finishedAt: true,
} as const satisfies Prisma.ExchangeSelect
type Row = Prisma.ExchangeGetPayload<{ select: typeof EXCHANGE_SELECT }>

export const toExchangeView = (row: Row): ExchangeView => ({
  ...row,
  status: row.status,
  role: row.role,
  finishReason: row.finishReason,
  reservedMicroUsd: Number(row.reservedMicroUsd),
  costMicroUsd: Number(row.costMicroUsd),
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
})
