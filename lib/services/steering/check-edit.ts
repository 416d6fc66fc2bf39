import { z } from 'zod'
import { personOf } from '#lib/domain/capabilities.ts'
import { AppError, invalid } from '#lib/domain/errors.ts'
import { stored } from '#lib/domain/parse.ts'
import { inTransaction, type WaitingContext } from '#lib/services/context.ts'
import type { Stored } from '#lib/services/steering/held-output.ts'
import type { HeldCandidate } from '#lib/services/steering/load-held.ts'
import { madeOutput } from '#lib/services/steering/made-output.ts'
import { waitForRow } from '#lib/services/wait-for-row.ts'

/** How long a save waits for a worker to hold it against the engine. */
export const CHECK_WAIT_MS = 60_000

const Problems = z.array(z.object({ path: z.string(), message: z.string() }))

/** Has a worker hold an edit against the engine before it counts. @throws invalid, by field, for what it refuses */
export async function checkEdit(
  ctx: WaitingContext,
  held: HeldCandidate,
  file: string,
  edit: { output: Stored; stored: readonly Stored[] },
  waitMs: number = CHECK_WAIT_MS,
): Promise<void> {
  const id = await inTransaction(ctx, async (tx) => {
    await tx.blob.createMany({
      data: edit.stored.map(({ sha256, bytes }) => ({ sha256, bytes: BigInt(bytes) })),
      skipDuplicates: true,
    })
    const row = await tx.artefactCheck.create({
      data: {
        candidateId: held.id,
        role: held.role,
        file,
        made: await madeOutput(tx, held),
        output: edit.output.sha256,
        requestedBy: personOf(ctx.actor),
      },
      select: { id: true },
    })
    await ctx.queue.enqueue(tx, { queue: 'artefact.check', id: row.id })
    return row.id
  })
  const look = () =>
    ctx.db.artefactCheck.findUniqueOrThrow({ where: { id }, select: { status: true, problems: true } })
  const checked = await waitForRow(ctx, id, look, ({ status }) => status === 'finished', waitMs)
  if (checked.status !== 'finished')
    throw new AppError(
      'unavailable',
      `No worker checked ${file} within ${Math.round(waitMs / 1000)} seconds, so it was not saved. Your text is kept in this browser: save it again when a worker runs (/status).`,
    )
  const problems = stored(Problems, checked.problems, `problems of artefact check ${id}`)
  const [first] = problems
  if (first === undefined) return
  const fields: Record<string, string[]> = {}
  for (const { path, message } of problems) fields[path] = [...(fields[path] ?? []), message]
  const more = problems.length === 1 ? '' : ` And ${problems.length - 1} more.`
  throw invalid(`${file}, ${first.path}: ${first.message}${more}`, { fields })
}
