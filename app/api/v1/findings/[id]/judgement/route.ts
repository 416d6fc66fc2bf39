import { command } from '#lib/http/route.ts'
import { judgeFinding } from '#lib/services/model-reviews/judge-finding.ts'

export const POST = command('finding.judge', judgeFinding)
