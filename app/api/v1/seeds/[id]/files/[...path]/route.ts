import { inlineFile } from '#lib/http/inline-file.ts'
import { handle } from '#lib/http/route.ts'
import { openSeedFile } from '#lib/services/seeds/open-seed-file.ts'

/** The bytes of one file of a seed, as they were uploaded. */
export const GET = handle(async (ctx, request, params) => {
  const path = Array.isArray(params.path) ? params.path.join('/') : params.path
  return inlineFile(ctx, request, await openSeedFile({ ctx, input: { ...params, path } }))
})
