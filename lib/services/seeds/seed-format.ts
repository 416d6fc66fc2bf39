import { SEED_SCHEMA } from '#lib/packs/seed-facts.ts'
import { seedTemplateZip } from '#lib/packs/seed-template.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'

/** JSON Schema of `seed.json`. */
export async function seedSchema({ ctx }: { ctx: ServiceContext }): Promise<Record<string, unknown>> {
  requireCapability(ctx, 'seed.read')
  return SEED_SCHEMA
}

/** A zip with one seed folder to start from. */
export async function seedTemplate({ ctx }: { ctx: ServiceContext }): Promise<Uint8Array> {
  requireCapability(ctx, 'seed.read')
  return seedTemplateZip()
}
