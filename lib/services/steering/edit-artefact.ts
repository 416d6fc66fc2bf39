import { type ArtefactView, EditArtefactInput } from '#lib/contracts/steering.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { conflict } from '#lib/domain/errors.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { appendEvent } from '#lib/services/runs/append-event.ts'
import { readOutput, storeEdit, textHash, textOf } from '#lib/services/steering/held-output.ts'
import { loadHeld } from '#lib/services/steering/load-held.ts'

/**
 * Changes one file of what a held candidate waits with. The step then gives the edited output; the one before stays
 * readable in the history. Whoever read another text than the one that stands meanwhile gets a conflict.
 */
export async function editArtefact({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: unknown
}): Promise<ArtefactView> {
  requireCapability(ctx, 'run.start')
  requireCapability(ctx, 'environment.read-judge')
  const { file, content, expectedSha256, ...of } = EditArtefactInput.parse(input)
  return inTransaction(ctx, async (tx) => {
    // The run's row first, as everywhere: a resume and an edit come one after the other.
    await tx.$queryRaw`select 1 as one from run where id = ${of.id}::uuid for update`
    const held = await loadHeld(tx, ctx.blobs, of)
    const { id: candidateId, ordinal, role, outputBlob: before } = held
    if (textHash(await textOf(ctx.blobs, held.output, file)) !== expectedSha256)
      throw conflict(`${file} was changed meanwhile. Copy your text, load the file again, then edit it.`)
    const { output, stored } = await storeEdit(ctx.blobs, held.output, file, content)
    const text = await textOf(ctx.blobs, await readOutput(ctx.blobs, role, output.sha256), file)
    const view = { role, file, text, sha256: textHash(text) }
    if (view.sha256 === expectedSha256) return view
    const editedBy = personOf(ctx.actor)
    await tx.blob.createMany({
      data: stored.map(({ sha256, bytes }) => ({ sha256, bytes: BigInt(bytes) })),
      skipDuplicates: true,
    })
    await tx.step.update({ where: { id: held.stepId }, data: { outputBlob: output.sha256, editedBy } })
    await tx.artefactEdit.create({
      data: { candidateId, role, file, before, after: output.sha256, editedBy },
    })
    await appendEvent(tx, {
      runId: of.id,
      candidateId,
      type: 'artefact.edited',
      level: 'info',
      message: `${file} of candidate ${ordinal + 1} was edited by hand.`,
      data: { role, file },
    })
    await recordAudit(tx, ctx.actor, {
      verb: 'run.edit-artefact',
      entity: 'candidate',
      entityId: candidateId,
      detail: { run: of.id, role, file, before, after: output.sha256 },
    })
    return view
  })
}
