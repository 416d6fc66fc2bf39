import type { CertificationView } from '#lib/contracts/environments.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { lastCertification } from '#lib/services/environments/certification-view.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'

/** How the last certificate that was asked for outside a run went. */
export async function getCertification({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: VersionRef
}): Promise<CertificationView> {
  requireCapability(ctx, 'environment.read-judge')
  const versionId = await findVersion(ctx.db, parseInput(VersionRef, input))
  const view = await lastCertification(ctx.db, versionId)
  if (view === null) throw notFound('certification of the version', versionId)
  return view
}
