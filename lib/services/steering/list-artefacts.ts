import type { z } from 'zod'
import { type ArtefactList, HeldParams } from '#lib/contracts/steering.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { editableFiles } from '#lib/services/steering/held-output.ts'
import { loadHeld } from '#lib/services/steering/load-held.ts'

/** What a held candidate waits with: which files may be edited, and who has edited them so far. */
export async function listArtefacts({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof HeldParams>
}): Promise<ArtefactList> {
  requireCapability(ctx, 'run.start')
  requireCapability(ctx, 'environment.read-judge')
  const held = await loadHeld(ctx.db, ctx.blobs, parseInput(HeldParams, input))
  const rows = await ctx.db.artefactEdit.findMany({
    where: { candidateId: held.id },
    select: { id: true, file: true, editedBy: true, createdAt: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  const nameOf = await namesOf(
    ctx.db,
    rows.map((row) => row.editedBy),
  )
  const edits = rows.map(({ id, file, editedBy, createdAt }) => ({
    id,
    file,
    editedBy: nameOf(editedBy),
    at: createdAt.toISOString(),
  }))
  return { role: held.role, repair: held.repair, files: editableFiles(held.output), edits }
}
