import { z } from 'zod'
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
