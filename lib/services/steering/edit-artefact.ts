import type { z } from 'zod'
import { type ArtefactView, EditArtefactInput } from '#lib/contracts/steering.ts'
import type { Tx } from '#lib/db/client.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { STATEMENT } from '#lib/domain/editable.ts'
import { conflict, invalid } from '#lib/domain/errors.ts'
import { keepOwnSections, OWN_SECTIONS_KEPT } from '#lib/domain/own-sections.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type WaitingContext } from '#lib/services/context.ts'
import { appendEvent } from '#lib/services/runs/append-event.ts'
import { CHECK_WAIT_MS, checkEdit } from '#lib/services/steering/check-edit.ts'
import { readOutput, type Stored, storeEdit, textHash, textOf } from '#lib/services/steering/held-output.ts'
import { type HeldCandidate, loadHeld } from '#lib/services/steering/load-held.ts'
import { madeOutput } from '#lib/services/steering/made-output.ts'

type Edit = { output: Stored; stored: Stored[] }

/** What a worker holds against the engine: the plan, and programs. */
const isChecked = (file: string): boolean => file === 'spec.json' || file.endsWith('.py')

/**
 * Changes one file of what a held candidate waits with. It counts once the engine could compose it; then the step gives
 * the edited output, and the one before stays readable in the history. Whoever read another text than the one that
 * stands meanwhile gets a conflict.
 */
export async function editArtefact({
  ctx,
  input,
  waitMs = CHECK_WAIT_MS,
}: {
  ctx: WaitingContext
  input: z.input<typeof EditArtefactInput>
  waitMs?: number
}): Promise<ArtefactView> {
  requireCapability(ctx, 'run.start')
  requireCapability(ctx, 'environment.read-judge')
  const { file, content, expectedSha256, ...of } = parseInput(EditArtefactInput, input)
  const held = await loadHeld(ctx.db, ctx.blobs, of)
  const before = await standingText(ctx, held, file, expectedSha256)
  const text = content.replaceAll('\r\n', '\n')
  const kept = file === STATEMENT ? keepOwnSections(before, text) : text
  if (kept === null) throw invalid(OWN_SECTIONS_KEPT, { fields: { [file]: [OWN_SECTIONS_KEPT] } })
  const edit = await storeEdit(ctx.blobs, held.output, file, kept)
  const view = await viewOf(ctx, held, file, edit.output.sha256)
  if (view.sha256 === expectedSha256) return view
  if (isChecked(file)) await checkEdit(ctx, held, file, edit, waitMs)
  await inTransaction(ctx, async (tx) => {
    // The run's row first, as everywhere: a resume and an edit come one after the other.
    await tx.$queryRaw`select 1 as one from run where id = ${of.id}::uuid for update`
    const now = await loadHeld(tx, ctx.blobs, of)
    await standingText(ctx, now, file, expectedSha256)
    if (now.outputBlob !== held.outputBlob)
      throw conflict('Another file was saved meanwhile. Save this one again.')
    await keep(ctx, tx, of.id, now, file, edit)
  })
  return view
}

/** The text that stands now. @throws conflict where it is not the one that was read */
async function standingText(
  ctx: WaitingContext,
  held: HeldCandidate,
  file: string,
  expectedSha256: string,
): Promise<string> {
  const text = await textOf(ctx.blobs, held.output, file)
  if (textHash(text) === expectedSha256) return text
  throw conflict(`${file} was changed meanwhile. Copy your text, load the file again, then edit it.`)
}

async function viewOf(
  ctx: WaitingContext,
  held: HeldCandidate,
  file: string,
  blob: string,
): Promise<ArtefactView> {
  const { role } = held
  const text = await textOf(ctx.blobs, await readOutput(ctx.blobs, role, blob), file)
  const made = await readOutput(ctx.blobs, role, await madeOutput(ctx.db, held))
  return { role, file, text, sha256: textHash(text), made: await textOf(ctx.blobs, made, file) }
}

async function keep(
  ctx: WaitingContext,
  tx: Tx,
  runId: string,
  held: HeldCandidate,
  file: string,
  { output, stored }: Edit,
): Promise<void> {
  const { id: candidateId, ordinal, role, outputBlob: before } = held
  const editedBy = personOf(ctx.actor)
  await tx.blob.createMany({
    data: stored.map(({ sha256, bytes }) => ({ sha256, bytes: BigInt(bytes) })),
    skipDuplicates: true,
  })
  await tx.step.update({ where: { id: held.stepId }, data: { outputBlob: output.sha256, editedBy } })
  await tx.artefactEdit.create({ data: { candidateId, role, file, before, after: output.sha256, editedBy } })
  await appendEvent(tx, {
    runId,
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
    detail: { run: runId, role, file, before, after: output.sha256 },
  })
}
