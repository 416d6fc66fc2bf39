import { UploadSeedsQuery } from '#lib/contracts/seeds.ts'
import { route } from '#lib/http/route.ts'
import { upload } from '#lib/http/upload.ts'
import { listSeeds } from '#lib/services/seeds/list-seeds.ts'
import { stageSeedUpload } from '#lib/services/seeds/stage-seed-upload.ts'

export const GET = route(listSeeds)

/** The body is the archive. Answers 202 with the upload's id. */
export const POST = upload('seed.import', UploadSeedsQuery, stageSeedUpload)
