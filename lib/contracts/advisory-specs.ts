import * as advisories from '#lib/contracts/advisories.ts'
import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import { VERSION } from '#lib/contracts/spec-paths.ts'

/** Routes of advisories and of notices; part of API_SPECS. */
export const ADVISORY_SPECS: readonly ApiSpec[] = [
  {
    method: 'GET',
    path: `${VERSION}/advisories`,
    summary: 'Advisories on a version, newest first',
    response: advisories.AdvisoryList,
  },
  {
    method: 'POST',
    path: `${VERSION}/advisories`,
    summary: 'Mark a version after its release; makers of what used it get a notice',
    body: advisories.IssueAdvisoryBody,
    response: advisories.AdvisoryIssued,
    status: 201,
  },
  {
    method: 'GET',
    path: '/api/v1/notices',
    summary: "The caller's own notices that are not read",
    response: advisories.NoticeList,
  },
  {
    method: 'POST',
    path: '/api/v1/notices/{id}/read',
    summary: 'Mark an own notice as read',
    response: advisories.NoticeRead,
  },
]
