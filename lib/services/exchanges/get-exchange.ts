import type { z } from 'zod'
import { type ExchangeDetail, ExchangeParams, KeptQuestion } from '#lib/contracts/exchanges.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput, stored } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { EXCHANGE_SELECT, toExchangeView } from '#lib/services/exchanges/exchange-view.ts'

/** One exchange with the words of both sides. They tell how a task is made, so that only the judge view has them. */
export async function getExchange({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof ExchangeParams>
}): Promise<ExchangeDetail> {
  requireCapability(ctx, 'environment.read-judge')
  const { id } = parseInput(ExchangeParams, input)
  const found = await ctx.db.exchange.findUnique({
    where: { id },
    select: {
      ...EXCHANGE_SELECT,
      runId: true,
      candidateId: true,
      modelReviewId: true,
      requestBlob: true,
      responseBlob: true,
    },
  })
  if (found === null) throw notFound('exchange', id)
  const { requestBlob, responseBlob, runId, candidateId, modelReviewId, ...row } = found
  const read = async (blob: string) => new TextDecoder().decode(await ctx.blobs.get(blob))
  return {
    ...toExchangeView(row),
    runId,
    candidateId,
    modelReviewId,
    question: stored(KeptQuestion, JSON.parse(await read(requestBlob)), `question of exchange ${id}`),
    answer: responseBlob === null ? null : await read(responseBlob),
  }
}
