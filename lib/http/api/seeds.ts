import { SEEDS } from '#lib/contracts/seeds.ts'
import { attachmentOf } from '#lib/http/attachment-of.ts'
import { bind, parsing } from '#lib/http/bind.ts'
import { inlineFile } from '#lib/http/inline-file.ts'
import { handle } from '#lib/http/route.ts'
import { upload } from '#lib/http/upload.ts'
import { archiveSeed } from '#lib/services/seeds/archive-seed.ts'
import { getSeed } from '#lib/services/seeds/get-seed.ts'
import { getSeedUpload } from '#lib/services/seeds/get-seed-upload.ts'
import { listSeeds } from '#lib/services/seeds/list-seeds.ts'
import { measureSeed } from '#lib/services/seeds/measure-seed.ts'
import { openSeedFile } from '#lib/services/seeds/open-seed-file.ts'
import { openStatement } from '#lib/services/seeds/open-statement.ts'
import { renameSeed } from '#lib/services/seeds/rename-seed.ts'
import { restoreSeed } from '#lib/services/seeds/restore-seed.ts'
import { seedSchema, seedTemplate } from '#lib/services/seeds/seed-format.ts'
import { stageSeedUpload } from '#lib/services/seeds/stage-seed-upload.ts'

const openFile = parsing(SEEDS.file, openSeedFile)
const openWhole = parsing(SEEDS.statement, openStatement)

/** The bytes of one file of a seed, as they were uploaded. */
const file = handle(async (ctx, request, params) => {
  const path = Array.isArray(params.path) ? params.path.join('/') : params.path
  return inlineFile(ctx, request, await openFile({ ctx, input: { ...params, path } }))
})

/** The whole statement of a seed, to be saved: pages show the start of a long one. */
const statement = handle(async (ctx, _request, params) =>
  attachmentOf(ctx, await openWhole({ ctx, input: params })),
)

/** A zip with one seed folder to start from. */
const template = handle(
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

export const seedsRoutes = bind(SEEDS, {
  list: listSeeds,
  upload: { handler: upload(SEEDS.upload, stageSeedUpload) },
  get: getSeed,
  rename: renameSeed,
  statement: { handler: statement },
  file: { handler: file },
  archive: archiveSeed,
  restore: restoreSeed,
  measure: measureSeed,
  schema: seedSchema,
  template: { handler: template },
  getUpload: getSeedUpload,
})
