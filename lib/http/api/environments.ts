import { ENVIRONMENTS, VERSIONS, VersionParams } from '#lib/contracts/environments.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { bind } from '#lib/http/bind.ts'
import { inlineFile } from '#lib/http/inline-file.ts'
import { handle } from '#lib/http/route.ts'
import { getCertification } from '#lib/services/environments/get-certification.ts'
import { getEnvironment } from '#lib/services/environments/get-environment.ts'
import { getTable } from '#lib/services/environments/get-table.ts'
import { openVersionFile } from '#lib/services/environments/get-version-file.ts'
import { listEnvironments } from '#lib/services/environments/list-environments.ts'
import { requestCertificate } from '#lib/services/environments/request-certificate.ts'
import { retireVersion } from '#lib/services/environments/retire-version.ts'
import { submitForReview } from '#lib/services/environments/submit-for-review.ts'

/** The bytes of one file of the caller's view. */
const file = handle(async (ctx, request, params) => {
  const path = Array.isArray(params.path) ? params.path.join('/') : (params.path ?? '')
  return inlineFile(
    ctx,
    request,
    await openVersionFile({ ctx, input: { ...parseInput(VersionParams, params), path } }),
  )
})

export const environmentsRoutes = bind(ENVIRONMENTS, {
  list: listEnvironments,
  get: getEnvironment,
})

export const versionsRoutes = bind(VERSIONS, {
  get: getEnvironment,
  file: { handler: file },
  table: getTable,
  submit: submitForReview,
  certificate: getCertification,
  verify: requestCertificate,
  retire: retireVersion,
})
