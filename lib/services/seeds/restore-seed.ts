import type { z } from 'zod'
import type { SeedParams, SeedView } from '#lib/contracts/seeds.ts'
import type { ServiceContext } from '#lib/services/context.ts'
import { setArchived } from '#lib/services/seeds/set-archived.ts'

/** Takes an archived seed back into the library. */
export const restoreSeed = ({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof SeedParams>
}): Promise<SeedView> => setArchived(ctx, input, false)
