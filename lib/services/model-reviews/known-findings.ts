import type { Tx } from '#lib/db/client.ts'

/** What a model has said of a version already: saying it again is not another finding. */
export async function knownFindings(tx: Tx, versionId: string, model: string) {
  const rows = await tx.modelFinding.findMany({
    where: { review: { versionId, model } },
    select: { criterion: true, file: true, line: true, quote: true },
  })
  return rows.map((row) => ({ ...row, criterion: row.criterion }))
}
