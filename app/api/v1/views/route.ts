import { command, route } from '#lib/http/route.ts'
import { listViews } from '#lib/services/views/list-views.ts'
import { saveView } from '#lib/services/views/save-view.ts'

export const GET = route(listViews)
export const POST = command('view.save', saveView, { status: () => 201 })
