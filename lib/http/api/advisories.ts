import { ADVISORIES, NOTICES } from '#lib/contracts/advisories.ts'
import { bind } from '#lib/http/bind.ts'
import { issueAdvisory } from '#lib/services/advisories/issue-advisory.ts'
import { listAdvisories } from '#lib/services/advisories/list-advisories.ts'
import { listNotices } from '#lib/services/notices/list-notices.ts'
import { readNotice } from '#lib/services/notices/read-notice.ts'

export const advisoriesRoutes = bind(ADVISORIES, {
  list: listAdvisories,
  issue: issueAdvisory,
})

export const noticesRoutes = bind(NOTICES, {
  list: listNotices,
  read: readNotice,
})
