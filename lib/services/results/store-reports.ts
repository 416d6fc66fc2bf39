import type { Tx } from '#lib/db/client.ts'
import { notFound } from '#lib/domain/errors.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import type { GradedReport } from '#lib/training/results/graded-result.ts'

export type StoredReport = { filename: string; results: number; repeated: boolean }

/** Keeps the reports of one upload with their attempts. A report that the system has already is not stored again. */
export async function storeReports({
  ctx,
  input: { systemId, importId, reports },
}: {
  ctx: ServiceContext
  input: { systemId: string; importId: string; reports: readonly GradedReport[] }
}): Promise<StoredReport[]> {
  requireCapability(ctx, 'results.import')
  return inTransaction(ctx, async (tx) => {
    if ((await tx.benchmarkSystem.count({ where: { id: systemId } })) === 0)
      throw notFound('system', systemId)
    const stored: StoredReport[] = []
    for (const report of reports) stored.push(await storeOne(tx, systemId, importId, report))
    const fresh = stored.filter((one) => !one.repeated)
    if (fresh.length > 0)
      await recordAudit(tx, ctx.actor, {
        verb: 'results.import',
        entity: 'benchmark-system',
        entityId: systemId,
        detail: {
          importId,
          reports: fresh.length,
          results: fresh.reduce((sum, one) => sum + one.results, 0),
        },
      })
    return stored
  })
}

async function storeOne(
  tx: Tx,
  systemId: string,
  importId: string,
  { results, form: _, ...report }: GradedReport,
): Promise<StoredReport> {
  const [row] = await tx.benchmarkReport.createManyAndReturn({
    data: [{ ...report, systemId, importId }],
    skipDuplicates: true,
    select: { id: true },
  })
  if (row !== undefined)
    await tx.benchmarkResult.createMany({
      data: results.map((result, ordinal) => ({ ...result, systemId, reportId: row.id, ordinal })),
    })
  return { filename: report.filename, results: results.length, repeated: row === undefined }
}
