import type { RevisionView } from '#lib/contracts/revisions.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'
import { lastRevision } from '#lib/services/revisions/revision-view.ts'

/** How far the last request to save a version over this one is. */
export async function getRevision({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: VersionRef
}): Promise<RevisionView> {
  requireCapability(ctx, 'environment.read-judge')
  const versionId = await findVersion(ctx.db, parseInput(VersionRef, input))
  const revision = await lastRevision(ctx.db, versionId)
  if (revision === null) throw notFound('revision of version', versionId)
  return revision
}
