import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import * as imports from '#lib/contracts/imports.ts'

const IMPORTS = '/api/v1/training/imports'

export const IMPORT_SPECS: readonly ApiSpec[] = [
  {
    method: 'GET',
    path: IMPORTS,
    summary: 'Uploads of training logs with their reports, newest first',
    query: imports.ListTrainingImportsQuery,
    response: imports.TrainingImportList,
  },
  {
    method: 'POST',
    path: IMPORTS,
    summary: 'Upload a file of training logs, or a zip of many; the body is the file',
    query: imports.UploadTrainingQuery,
    response: imports.StagedTrainingImport,
    status: 202,
  },
  {
    method: 'GET',
    path: `${IMPORTS}/{id}`,
    summary: 'State and report of an upload of training logs',
    response: imports.TrainingImportView,
  },
]
