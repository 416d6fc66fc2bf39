import type { Tx } from '#lib/db/client.ts'
import { stored } from '#lib/domain/parse.ts'
import { PromptCatalogue } from '#lib/domain/prompt-catalogue.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'

/** The prompts of the worker that started last; empty before one has. */
export async function readPrompts(tx: Tx): Promise<PromptCatalogue> {
  const [row] = await tx.$queryRaw<{ id: string; prompts: unknown }[]>`
    SELECT id, prompts FROM "worker" WHERE prompts IS NOT NULL ORDER BY "startedAt" DESC LIMIT 1`
  return row === undefined ? {} : stored(PromptCatalogue, row.prompts, `prompts of worker ${row.id}`)
}

/** The versions of each prompt that a run can name, the newest first. */
export async function listPrompts({ ctx }: { ctx: ServiceContext }): Promise<{ prompts: PromptCatalogue }> {
  requireCapability(ctx, 'run.start')
  return { prompts: await readPrompts(ctx.db) }
}
