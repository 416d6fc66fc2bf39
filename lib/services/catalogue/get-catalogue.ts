import { EngineCatalogue } from '#lib/contracts/catalogue.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import { precondition } from '#lib/domain/errors.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'

/** What the engine can make, as the newest worker told it. It hints at hidden rules. */
export async function getCatalogue({ ctx }: { ctx: ServiceContext }): Promise<EngineCatalogue> {
  requireCapability(ctx, 'run.start')
  requireCapability(ctx, 'environment.read-judge')
  const worker = await ctx.db.worker.findFirst({
    where: { catalogue: { not: Prisma.DbNull }, domains: { not: Prisma.DbNull } },
    select: { catalogue: true, domains: true },
    orderBy: { beatAt: 'desc' },
  })
  if (worker === null) throw precondition('No worker has told yet what its engine can make. Start one.')
  const catalogue = Catalogue.safeParse(worker.catalogue)
  const told = EngineCatalogue.safeParse({ ...catalogue.data, domains: worker.domains })
  if (told.success) return told.data
  // What it told stays in its row after an upgrade, until a worker of the new version beats.
  throw precondition('The newest worker is of another version than this server. Start one of this version.')
}
