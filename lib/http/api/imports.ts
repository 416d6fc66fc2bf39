import { IMPORTS } from '#lib/contracts/imports.ts'
import { bind } from '#lib/http/bind.ts'
import { upload } from '#lib/http/upload.ts'
import { getTrainingImport } from '#lib/services/imports/get-training-import.ts'
import { listTrainingImports } from '#lib/services/imports/list-training-imports.ts'
import { stageTrainingImport } from '#lib/services/imports/stage-training-import.ts'

export const importsRoutes = bind(IMPORTS, {
  list: listTrainingImports,
  upload: { handler: upload(IMPORTS.upload, stageTrainingImport) },
  get: getTrainingImport,
})
