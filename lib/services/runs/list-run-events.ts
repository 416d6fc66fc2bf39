import { z } from 'zod'
import { type RunEvent, RunEventsQuery, RunParams } from '#lib/contracts/runs.ts'
import type { Tx } from '#lib/db/client.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput, stored } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { reasonsFor } from '#lib/services/runs/visible-reasons.ts'

const BATCH = 500
const Data = z.record(z.string(), z.unknown()).catch({})

type EventRow = {
  id: bigint
  candidateId: string | null
  type: string
  level: RunEvent['level']
  message: string
  data: unknown
  at: Date
}

const Input = RunParams.extend(RunEventsQuery.shape)

/**
 * Events of a run after a cursor, oldest first, at most five hundred. Ids are given out before commit, so an event
 * is held back while an older transaction is open: otherwise a reader's cursor could pass one that commits later.
 */
export async function readEvents(tx: Tx, runId: string, after: string): Promise<RunEvent[]> {
  const rows = await tx.$queryRaw<EventRow[]>`
    select id, "candidateId", type, level, message, data, at from event
    where "runId" = ${runId}::uuid and id > ${BigInt(after)}
      and age(xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid)
    order by id limit ${BATCH}`
  const ids = [...new Set(rows.flatMap((row) => (row.candidateId === null ? [] : [row.candidateId])))]
  const candidates = await tx.candidate.findMany({
    where: { id: { in: ids } },
    select: { id: true, ordinal: true },
  })
  const ordinals = new Map(candidates.map((one) => [one.id, one.ordinal]))
  return rows.map((row) => ({
    ...row,
    id: String(row.id),
    ordinal: row.candidateId === null ? null : (ordinals.get(row.candidateId) ?? null),
    level: row.level,
    data: stored(Data, row.data, `data of event ${row.id}`),
    at: row.at.toISOString(),
  }))
}

/** The log of a run from a cursor on; `cursor` continues it. */
export async function listRunEvents({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
}): Promise<{ events: RunEvent[]; cursor: string }> {
  requireCapability(ctx, 'run.read')
  const { id, after } = parseInput(Input, input)
  const run = await ctx.db.run.findUnique({ where: { id }, select: { id: true } })
  if (run === null) throw notFound('run', id)
  const events = (await readEvents(ctx.db, id, after)).map(reasonsFor(ctx.actor).event)
  return { events, cursor: events.at(-1)?.id ?? after }
}
