import { VIEWS } from '#lib/contracts/views.ts'
import { bind } from '#lib/http/bind.ts'
import { deleteView } from '#lib/services/views/delete-view.ts'
import { getView } from '#lib/services/views/get-view.ts'
import { listViews } from '#lib/services/views/list-views.ts'
import { saveView } from '#lib/services/views/save-view.ts'

export const viewsRoutes = bind(VIEWS, {
  list: listViews,
  save: saveView,
  get: getView,
  remove: deleteView,
})
