import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { Time } from '#lib/contracts/paging.ts'
import { Line } from '#lib/domain/text.ts'
import { SAVED_VIEW_PAGES } from '#lib/domain/training.ts'

/** Short enough to be read out; drawn at random. */
export const ViewId = z.string().regex(/^[a-z2-9]{8}$/)

export const SavedViewView = z.object({
  id: ViewId,
  page: z.enum(SAVED_VIEW_PAGES),
  name: z.string(),
  /** What stands after `?` in the page's address. */
  query: z.string(),
  createdBy: z.string(),
  createdByName: z.string(),
  createdAt: Time,
})
export type SavedViewView = z.infer<typeof SavedViewView>

export const SaveViewInput = z.object({
  page: z.enum(SAVED_VIEW_PAGES),
  name: Line.trim().min(1).max(100),
  query: Line.max(20_000).transform((query) => query.replace(/^\?/, '')),
})
export const ListViewsQuery = z.object({ page: z.enum(SAVED_VIEW_PAGES).optional() })
export const SavedViewList = z.object({ views: z.array(SavedViewView) })
export type SavedViewList = z.infer<typeof SavedViewList>
export const ViewParams = z.object({ viewId: ViewId })

/** Saved views of pages. */
export const VIEWS = {
  list: {
    method: 'GET',
    path: '/api/v1/views',
    summary: 'Saved views of a page, newest first',
    right: 'view.save',
    query: ListViewsQuery,
    response: SavedViewList,
  },
  save: {
    method: 'POST',
    path: '/api/v1/views',
    summary: 'Save the URL of a page under a name',
    right: 'view.save',
    body: SaveViewInput,
    response: SavedViewView,
    status: 201,
  },
  get: {
    method: 'GET',
    path: '/api/v1/views/{viewId}',
    summary: 'One saved view by its short id',
    right: 'view.save',
    response: SavedViewView,
  },
  remove: {
    method: 'DELETE',
    path: '/api/v1/views/{viewId}',
    summary: 'Take a saved view away',
    right: 'view.save',
    response: SavedViewView,
  },
} as const satisfies Endpoints
