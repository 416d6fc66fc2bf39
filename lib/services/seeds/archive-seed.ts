import type { z } from 'zod'
import type { SeedParams, SeedView } from '#lib/contracts/seeds.ts'
import type { ServiceContext } from '#lib/services/context.ts'
import { setArchived } from '#lib/services/seeds/set-archived.ts'

/** Puts a seed away: it keeps its files and what was made of it, leaves the library, and starts no new run. */
export const archiveSeed = ({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof SeedParams>
}): Promise<SeedView> => setArchived(ctx, input, true)
