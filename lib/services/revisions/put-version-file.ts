import { z } from 'zod'
import { PutFileBody, type RevisionView } from '#lib/contracts/revisions.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { VersionRef } from '#lib/services/environments/find-version.ts'
import { requestRevision } from '#lib/services/revisions/request-revision.ts'

/** A path may arrive in the segments of an address. */
const FilePath = z.union([z.string(), z.array(z.string()).transform((parts) => parts.join('/'))])
const Input = z.object({ ...PutFileBody.shape, path: FilePath })

/** Asks for the next version with one file changed. */
export async function putVersionFile({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: VersionRef & z.input<typeof Input>
}): Promise<RevisionView> {
  requireCapability(ctx, 'environment.revise')
  const ref = parseInput(VersionRef, input)
  const { path, content, ...rest } = parseInput(Input, input)
  return requestRevision({ ctx, input: { ...ref, ...rest, changes: [{ path, content }] } })
}
