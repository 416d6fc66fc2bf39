import type { Tx } from '#lib/db/client.ts'
import type { Role } from '#lib/domain/vocabulary.ts'

/** The output as its role left it: what stood before the first edit by hand, or what stands now. */
export async function madeOutput(
  tx: Tx,
  { id, role, outputBlob }: { id: string; role: Role; outputBlob: string },
): Promise<string> {
  const first = await tx.artefactEdit.findFirst({
    where: { candidateId: id, role },
    select: { before: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return first?.before ?? outputBlob
}
