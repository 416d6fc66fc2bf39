import { requireCapability, type ServiceContext } from '#lib/services/context.ts'

/** `logged-models/search`: none are kept, which clients of version 3 ask before they download a run's files. */
export async function searchLoggedModels({ ctx }: { ctx: ServiceContext }): Promise<{ models: never[] }> {
  requireCapability(ctx, 'training.read')
  return { models: [] }
}
