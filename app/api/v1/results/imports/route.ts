import { UploadResultsQuery } from '#lib/contracts/results.ts'
import { upload } from '#lib/http/upload.ts'
import { stageResultsImport } from '#lib/services/results/stage-results-import.ts'

/** The body is the file. Answers 202 with the import's id. */
export const POST = upload('results.import', UploadResultsQuery, stageResultsImport)
