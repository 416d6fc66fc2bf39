import type { z } from 'zod'
import type { AdvisoryList, AdvisoryView } from '#lib/contracts/advisories.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { readAdvisories } from '#lib/services/advisories/advisory-view.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'

/** Advisories on one version, newest first. */
export async function listAdvisories({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof VersionRef>
}): Promise<z.infer<typeof AdvisoryList>> {
  requireCapability(ctx, 'advisory.read')
  const versionId = await findVersion(ctx.db, parseInput(VersionRef, input))
  return { advisories: await readAdvisories(ctx.db, { versionId }) }
}

type Subject = { versionId: string } | { packId: string } | { trainingRunId: string } | { systemId: string }

const ofPack = (pack: Prisma.PackWhereInput): Prisma.AdvisoryWhereInput => ({
  version: { packEntries: { some: { pack } } },
})
const ofRun = (run: Prisma.TrainingRunWhereInput): Prisma.AdvisoryWhereInput => ({
  OR: [{ version: { rollouts: { some: { run } } } }, ofPack({ runs: { some: run } })],
})

function whereOf(subject: Subject): Prisma.AdvisoryWhereInput {
  if ('versionId' in subject) return { versionId: subject.versionId }
  if ('packId' in subject) return ofPack({ id: subject.packId })
  if ('trainingRunId' in subject) return ofRun({ id: subject.trainingRunId })
  const systems = { some: { id: subject.systemId } }
  return { OR: [ofPack({ systems }), ofRun({ systems })] }
}

/** Advisories that concern a version, a pack, a training run or a system, by what it contains or used. */
export async function advisoriesOf({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: Subject
}): Promise<AdvisoryView[]> {
  requireCapability(ctx, 'advisory.read')
  return readAdvisories(ctx.db, whereOf(input))
}
