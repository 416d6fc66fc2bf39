import type { SeedView } from '#lib/contracts/seeds.ts'
import type { ServiceContext } from '#lib/services/context.ts'
import { setArchived } from '#lib/services/seeds/set-archived.ts'

/** Takes an archived seed back into the library. */
export const restoreSeed = ({ ctx, input }: { ctx: ServiceContext; input: unknown }): Promise<SeedView> =>
  setArchived(ctx, input, false)
