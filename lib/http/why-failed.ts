import type { PublicContext } from '#lib/services/context.ts'

/** The cause behind a library that hides it: where the database is gone, that, else the error itself. */
export async function whyFailed(ctx: Pick<PublicContext, 'db'>, error: unknown): Promise<unknown> {
  try {
    await ctx.db.$queryRaw`select 1`
    return error
  } catch (fault) {
    return fault
  }
}
