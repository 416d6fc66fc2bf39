import type { z } from 'zod'
import { CandidateExchangesParams, type ExchangeList } from '#lib/contracts/exchanges.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { EXCHANGE_SELECT, toExchangeView } from '#lib/services/exchanges/exchange-view.ts'

/** The requests that one candidate's roles made, in their order: figures and faults, not what was said. */
export async function listExchanges({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof CandidateExchangesParams>
}): Promise<ExchangeList> {
  requireCapability(ctx, 'run.read')
  const { id: runId, candidateId } = parseInput(CandidateExchangesParams, input)
  const candidate = await ctx.db.candidate.findFirst({
    where: { id: candidateId, runId },
    select: { id: true },
  })
  if (candidate === null) throw notFound('candidate', candidateId)
  const rows = await ctx.db.exchange.findMany({
    where: { candidateId },
    select: EXCHANGE_SELECT,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return { exchanges: rows.map(toExchangeView) }
}
