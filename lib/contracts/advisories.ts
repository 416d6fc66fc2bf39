import { z } from 'zod'
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
