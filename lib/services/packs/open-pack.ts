import type { z } from 'zod'
import { PackParams } from '#lib/contracts/packs.ts'
import { notFound, precondition } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'

export type OpenedPack = {
  filename: string
  sha256: string
  bytes: number
  stream: AsyncIterable<Uint8Array>
}

/** The file of a ready pack, for download; who took it is recorded. */
export async function openPack({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof PackParams>
}): Promise<OpenedPack> {
  requireCapability(ctx, 'pack.download')
  const { id } = parseInput(PackParams, input)
  const row = await ctx.db.pack.findUnique({
    where: { id },
    select: { slug: true, version: true, layout: true, status: true, blob: true, bytes: true },
  })
  if (row === null) throw notFound('pack', id)
  const { blob } = row
  if (row.status !== 'ready' || blob === null)
    throw precondition(`The pack is ${row.status}; only ready packs are downloaded.`)
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, ctx.actor, {
      verb: 'pack.download',
      entity: 'pack',
      entityId: id,
      detail: { sha256: blob },
    }),
  )
  return {
    filename: `${row.slug}-v${row.version}-${row.layout}-${blob.slice(0, 12)}.zip`,
    sha256: blob,
    bytes: Number(row.bytes ?? 0),
    stream: ctx.blobs.stream(blob),
  }
}
