import { route } from '#lib/http/route.ts'
import { listNotices } from '#lib/services/notices/list-notices.ts'

export const GET = route(listNotices)
