import { command } from '#lib/http/route.ts'
import { readNotice } from '#lib/services/notices/read-notice.ts'

export const POST = command('overview.read', readNotice)
