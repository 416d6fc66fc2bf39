import { UploadTrainingQuery } from '#lib/contracts/imports.ts'
import { route } from '#lib/http/route.ts'
import { upload } from '#lib/http/upload.ts'
import { listTrainingImports } from '#lib/services/imports/list-training-imports.ts'
import { stageTrainingImport } from '#lib/services/imports/stage-training-import.ts'

export const GET = route(listTrainingImports)

/** The body is the file. Answers 202 with the import's id. */
export const POST = upload('training.import', UploadTrainingQuery, stageTrainingImport)
