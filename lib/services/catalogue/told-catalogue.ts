import { EngineCatalogue } from '#lib/contracts/catalogue.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { Catalogue } from '#lib/domain/artefacts/catalogue.ts'

type Told = { kind: 'told'; catalogue: EngineCatalogue } | { kind: 'nothing' } | { kind: 'other-version' }

/** What the newest worker told that its engine can make. It stays in its row after an upgrade. */
export async function readToldCatalogue(tx: Pick<Tx, 'worker'>): Promise<Told> {
  const worker = await tx.worker.findFirst({
    where: { catalogue: { not: Prisma.DbNull }, domains: { not: Prisma.DbNull } },
    select: { catalogue: true, domains: true },
    orderBy: { beatAt: 'desc' },
  })
  if (worker === null) return { kind: 'nothing' }
  const catalogue = Catalogue.safeParse(worker.catalogue)
  const told = EngineCatalogue.safeParse({ ...catalogue.data, domains: worker.domains })
  return told.success ? { kind: 'told', catalogue: told.data } : { kind: 'other-version' }
}
