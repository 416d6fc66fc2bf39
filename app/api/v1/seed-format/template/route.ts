import { handle } from '#lib/http/route.ts'
import { seedTemplate } from '#lib/services/seeds/seed-format.ts'

/** A zip with one seed folder to start from. */
export const GET = handle(
  async (ctx) =>
    new Response(Buffer.from(await seedTemplate({ ctx })), {
      headers: {
        'content-type': 'application/zip',
        'content-disposition': 'attachment; filename="seed-template.zip"',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
    }),
)
