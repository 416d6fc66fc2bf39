import { attachmentOf } from '#lib/http/attachment-of.ts'
import { handle } from '#lib/http/route.ts'
import { openStatement } from '#lib/services/seeds/open-statement.ts'

/** The whole statement of a seed, to be saved: pages show the start of a long one. */
export const GET = handle(async (ctx, _request, params) =>
  attachmentOf(ctx, await openStatement({ ctx, input: params })),
)
