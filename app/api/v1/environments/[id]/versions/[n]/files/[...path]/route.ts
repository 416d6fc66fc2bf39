import { VersionParams } from '#lib/contracts/environments.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { inlineFile } from '#lib/http/inline-file.ts'
import { command, handle } from '#lib/http/route.ts'
import { openVersionFile } from '#lib/services/environments/get-version-file.ts'
import { putVersionFile } from '#lib/services/revisions/put-version-file.ts'

/** The bytes of one file of the caller's view. */
export const GET = handle(async (ctx, request, params) => {
  const path = Array.isArray(params.path) ? params.path.join('/') : (params.path ?? '')
  return inlineFile(
    ctx,
    request,
    await openVersionFile({ ctx, input: { ...parseInput(VersionParams, params), path } }),
  )
})

/** Versions never change: a changed file makes the next one. 202: a worker makes it. */
export const PUT = command('environment.revise', putVersionFile, {
  body: { bytes: 4 * 2 ** 20, values: 100 },
  status: () => 202,
})
