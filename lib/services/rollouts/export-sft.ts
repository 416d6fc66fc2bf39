import type { z } from 'zod'
import { type SftExample, SftQuery } from '#lib/contracts/training-signals.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { findTrainingRun } from '#lib/services/rollouts/find-training-run.ts'
import { messagesOf } from '#lib/services/rollouts/get-rollout-evidence.ts'

/** Rows that are read at once; conversations are read one by one. */
const PAGE = 200

/**
 * Conversations of a run as examples for supervised training, one JSON object a line, in the order in which they were
 * recorded. Only rollouts whose trainer sent a conversation. The export is on record.
 */
export async function exportSft({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof SftQuery>
}): Promise<{ filename: string; lines: AsyncIterable<Uint8Array> }> {
  requireCapability(ctx, 'rollout.read-evidence')
  const { runId, minReward, valid, split } = parseInput(SftQuery, input)
  const run = await findTrainingRun(ctx.db, runId)
  const detail = { ...(minReward === undefined ? {} : { minReward }), valid, ...(split ? { split } : {}) }
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, ctx.actor, {
      verb: 'training.export-sft',
      entity: 'training-run',
      entityId: runId,
      detail,
    }),
  )
  const where = {
    runId,
    trajectory: { not: null },
    ...(minReward === undefined ? {} : { reward: { gte: minReward } }),
    ...(valid === 'true' ? { outcome: 'scored' as const } : {}),
    ...(split === undefined ? {} : { split }),
  }
  return { filename: `sft-${run.id}.jsonl`, lines: linesOf(ctx, where) }
}

async function* linesOf(ctx: ServiceContext, where: Prisma.RolloutWhereInput): AsyncIterable<Uint8Array> {
  const encoder = new TextEncoder()
  for (let after: string | null = null; ; ) {
    const rows: Awaited<ReturnType<typeof readPage>> = await readPage(ctx, where, after)
    for (const { trajectory, reward, tier, environment, version } of rows) {
      if (trajectory === null) continue
      const messages = messagesOf(new TextDecoder().decode(await ctx.blobs.get(trajectory)), trajectory)
      const contentHash = version?.contentHash ?? null
      const line: SftExample = { messages, reward, tier: tier, environment, contentHash }
      yield encoder.encode(`${JSON.stringify(line)}\n`)
    }
    after = rows.at(-1)?.id ?? null
    if (rows.length < PAGE || after === null) return
  }
}

const readPage = (ctx: ServiceContext, where: Prisma.RolloutWhereInput, after: string | null) =>
  ctx.db.rollout.findMany({
    where: { ...where, ...(after === null ? {} : { id: { gt: after } }) },
    select: {
      id: true,
      trajectory: true,
      reward: true,
      tier: true,
      environment: true,
      version: { select: { contentHash: true } },
    },
    orderBy: { id: 'asc' },
    take: PAGE,
  })
