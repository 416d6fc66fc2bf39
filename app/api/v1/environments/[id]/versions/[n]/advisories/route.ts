import { command, route } from '#lib/http/route.ts'
import { issueAdvisory } from '#lib/services/advisories/issue-advisory.ts'
import { listAdvisories } from '#lib/services/advisories/list-advisories.ts'

export const GET = route(listAdvisories)
export const POST = command('advisory.issue', issueAdvisory, { status: () => 201 })
