import type { z } from 'zod'
import { ArtefactParams, type ArtefactView } from '#lib/contracts/steering.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { readOutput, textHash, textOf } from '#lib/services/steering/held-output.ts'
import { loadHeld } from '#lib/services/steering/load-held.ts'
import { madeOutput } from '#lib/services/steering/made-output.ts'

/** The text of one file that a held candidate waits with. It tells the hidden rule. */
export async function getArtefact({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof ArtefactParams>
}): Promise<ArtefactView> {
  requireCapability(ctx, 'run.start')
  requireCapability(ctx, 'environment.read-judge')
  const { file, ...of } = parseInput(ArtefactParams, input)
  const held = await loadHeld(ctx.db, ctx.blobs, of)
  const text = await textOf(ctx.blobs, held.output, file)
  const made = await readOutput(ctx.blobs, held.role, await madeOutput(ctx.db, held))
  return { role: held.role, file, text, sha256: textHash(text), made: await textOf(ctx.blobs, made, file) }
}
