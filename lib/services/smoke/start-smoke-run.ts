import type { z } from 'zod'
import { type SmokeRunView, StartSmokeInput } from '#lib/contracts/smoke.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { notFound, precondition } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { SMOKE_SELECT, toSmokeView } from '#lib/services/smoke/smoke-view.ts'

/** Open orders of one installation; each takes both cores for minutes. */
const MOST_OPEN = 20

/**
 * Orders a smoke test of a ready pack: the row and its job in one transaction. While an equal one is open, asking
 * again answers with that one.
 */
export async function startSmokeRun({
  ctx,
  input: raw,
}: {
  ctx: ServiceContext
  input: z.input<typeof StartSmokeInput>
}): Promise<SmokeRunView> {
  requireCapability(ctx, 'training.smoke')
  const input = parseInput(StartSmokeInput, raw)
  return inTransaction(ctx, async (tx) => {
    await requireReady(tx, input.packId)
    const where = {
      ...input,
      status: { in: ['queued', 'running'] },
      cancelRequestedAt: null,
    } satisfies Prisma.SmokeRunWhereInput
    const known = await tx.smokeRun.findFirst({ where, select: SMOKE_SELECT })
    if (known) return toSmokeView(known, await namesOf(tx, [known.createdBy]))
    const open = await tx.smokeRun.count({ where: { status: { in: ['queued', 'running'] } } })
    if (open >= MOST_OPEN)
      throw precondition(`${open} smoke tests wait or run already. Cancel one, or wait for an end.`)
    const row = await tx.smokeRun.create({
      data: { ...input, createdBy: personOf(ctx.actor) },
      select: SMOKE_SELECT,
    })
    await ctx.queue.enqueue(tx, { queue: 'smoke.train', id: row.id })
    await recordAudit(tx, ctx.actor, {
      verb: 'smoke.start',
      entity: 'smoke-run',
      entityId: row.id,
      detail: { pack: `${row.pack.slug}@${row.pack.version}`, ...input },
    })
    return toSmokeView(row, await namesOf(tx, [row.createdBy]))
  })
}

/** Locks the pack, so that two equal orders at once become one. */
async function requireReady(tx: Tx, packId: string): Promise<void> {
  await tx.$queryRaw`select 1 as one from pack where id = ${packId}::uuid for update`
  const pack = await tx.pack.findUnique({
    where: { id: packId },
    select: { status: true, _count: { select: { entries: true } } },
  })
  if (pack === null) throw notFound('pack', packId)
  if (pack.status !== 'ready') throw precondition(`The pack is ${pack.status}; only ready packs are tested.`)
  if (pack._count.entries === 0) throw precondition('The pack has no environment.')
}
