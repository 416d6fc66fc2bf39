import { route } from '#lib/http/route.ts'
import { deleteView } from '#lib/services/views/delete-view.ts'
import { getView } from '#lib/services/views/get-view.ts'

export const GET = route(getView)
export const DELETE = route(deleteView)
