import { REVISIONS } from '#lib/contracts/revisions.ts'
import { bind } from '#lib/http/bind.ts'
import { diffVersions } from '#lib/services/revisions/diff-versions.ts'
import { getRevision } from '#lib/services/revisions/get-revision.ts'
import { putVersionFile } from '#lib/services/revisions/put-version-file.ts'
import { requestRevision } from '#lib/services/revisions/request-revision.ts'

export const revisionsRoutes = bind(REVISIONS, {
  putFile: putVersionFile,
  get: getRevision,
  request: requestRevision,
  diff: diffVersions,
})
