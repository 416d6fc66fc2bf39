import type { z } from 'zod'
import { type Ledger, LedgerQuery } from '#lib/contracts/results.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { LEDGER_SELECT, toLedgerEntry } from '#lib/services/results/ledger-entry.ts'

/** Every decision about a result, newest first; of one system, of one benchmark, or of all. */
export async function listLedger({
  ctx,
  input = {},
}: {
  ctx: ServiceContext
  input?: z.input<typeof LedgerQuery>
}): Promise<z.infer<typeof Ledger>> {
  requireCapability(ctx, 'results.read')
  const { systemId, benchmark } = parseInput(LedgerQuery, input)
  const rows = await ctx.db.adjudication.findMany({
    where: {
      result: {
        ...(systemId === undefined ? {} : { systemId }),
        ...(benchmark === undefined ? {} : { system: { benchmark } }),
      },
    },
    select: LEDGER_SELECT,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  const nameOf = await namesOf(
    ctx.db,
    rows.map((row) => row.actorId),
  )
  return { entries: rows.map((row) => toLedgerEntry(row, nameOf)) }
}
