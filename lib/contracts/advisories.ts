import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { Time } from '#lib/contracts/paging.ts'
import { Prose } from '#lib/domain/text.ts'
import { ADVISORY_SEVERITIES } from '#lib/domain/version.ts'

/** What a person says of a version after it was made; never changed, never removed. */
export const IssueAdvisoryBody = z.strictObject({
  severity: z.enum(ADVISORY_SEVERITIES),
  reason: Prose.trim().min(3).max(1000),
})
export const IssueAdvisoryInput = IssueAdvisoryBody.extend({ versionId: z.uuid() })
export type IssueAdvisoryInput = z.input<typeof IssueAdvisoryInput>

export const AdvisoryView = z.object({
  id: z.uuid(),
  versionId: z.uuid(),
  slug: z.string(),
  version: z.int(),
  title: z.string(),
  severity: z.enum(ADVISORY_SEVERITIES),
  reason: z.string(),
  createdByName: z.string(),
  createdAt: Time,
})
export type AdvisoryView = z.infer<typeof AdvisoryView>
export const AdvisoryList = z.object({ advisories: z.array(AdvisoryView) })

/** What an advisory touches: what contains or used its version. */
export const AdvisoryIssued = z.object({
  advisory: AdvisoryView,
  affected: z.object({ packs: z.int(), trainingRuns: z.int(), systems: z.int(), people: z.int() }),
})
export type AdvisoryIssued = z.infer<typeof AdvisoryIssued>

export const NoticeView = z.object({
  id: z.uuid(),
  text: z.string(),
  href: z.string(),
  createdAt: Time,
})
export type NoticeView = z.infer<typeof NoticeView>
/** The reader's own notices that they have not read, newest first. */
export const NoticeList = z.object({ notices: z.array(NoticeView) })
export const ReadNoticeInput = z.object({ id: z.uuid() })
export const NoticeRead = z.object({ id: z.uuid() })

/** Advisories on versions. */
export const ADVISORIES = {
  list: {
    method: 'GET',
    path: '/api/v1/environments/{id}/versions/{n}/advisories',
    summary: 'Advisories on a version, newest first',
    right: 'advisory.read',
    response: AdvisoryList,
  },
  issue: {
    method: 'POST',
    path: '/api/v1/environments/{id}/versions/{n}/advisories',
    summary: 'Mark a version after its release; makers of what used it get a notice',
    right: 'advisory.issue',
    body: IssueAdvisoryBody,
    response: AdvisoryIssued,
    status: 201,
  },
} as const satisfies Endpoints

/** The caller's own notices. */
export const NOTICES = {
  list: {
    method: 'GET',
    path: '/api/v1/notices',
    summary: "The caller's own notices that are not read",
    right: 'overview.read',
    response: NoticeList,
  },
  read: {
    method: 'POST',
    path: '/api/v1/notices/{id}/read',
    summary: 'Mark an own notice as read',
    right: 'overview.read',
    response: NoticeRead,
  },
} as const satisfies Endpoints
