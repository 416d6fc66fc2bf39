'use server'

import { ReadNoticeInput } from '#lib/contracts/advisories.ts'
import { action } from '#lib/http/action.ts'
import { readNotice } from '#lib/services/notices/read-notice.ts'

export const readNoticeAction = action(ReadNoticeInput, readNotice)
