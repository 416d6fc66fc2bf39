'use server'

import { RequestPackInput } from '#lib/contracts/packs.ts'
import { action } from '#lib/http/action.ts'
import { requestPack } from '#lib/services/packs/request-pack.ts'

export const requestPackAction = action(RequestPackInput, requestPack)
