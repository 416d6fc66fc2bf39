import type { z } from 'zod'
import { RolloutEvidence } from '#lib/contracts/rollouts.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput, stored } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { RolloutParams } from '#lib/services/rollouts/get-rollout.ts'

/** Program, output and messages of a rollout. They may show what only a judge sees. */
export async function getRolloutEvidence({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof RolloutParams>
}): Promise<RolloutEvidence> {
  requireCapability(ctx, 'rollout.read-evidence')
  const { rolloutId } = parseInput(RolloutParams, input)
  const row = await ctx.db.rollout.findUnique({
    where: { id: rolloutId },
    select: { program: true, output: true, trajectory: true },
  })
  if (row === null) throw notFound('rollout', rolloutId)
  const read = async (hash: string | null) =>
    hash === null ? null : new TextDecoder().decode(await ctx.blobs.get(hash))
  const messages = await read(row.trajectory)
  return {
    program: await read(row.program),
    output: row.output,
    trajectory: messages === null ? null : messagesOf(messages, row.trajectory),
  }
}

/** Messages of a stored conversation: JSON lines. */
export const messagesOf = (lines: string, blob: string | null): NonNullable<RolloutEvidence['trajectory']> =>
  stored(
    RolloutEvidence.shape.trajectory.unwrap(),
    lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line): unknown => JSON.parse(line)),
    `conversation ${blob}`,
  )
