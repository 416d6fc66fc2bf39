'use client'

import { CHANGES, useSessionChange } from '#components/data/person-now.ts'
import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { REVIEWS, type ReviewItem } from '#lib/contracts/reviews.ts'

/**
 * Whether the reader may still judge an item, and why not: somebody else may decide it while the page is open. What
 * was read stays as it was; a verdict names the content that the page showed.
 */
export function usePermissionNow({ versionId, can }: ReviewItem['item']): ReviewItem['item']['can'] {
  const change = useSessionChange()
  const { data } = useFollowed(
    {
      ...ask(REVIEWS.get, { versionId }),
      enabled: can.allowed,
    },
    true,
    'hours',
  )
  // Before any other reason: what this page shows is not the signed-in person's any more.
  if (change !== null) return { allowed: false, reason: CHANGES[change] }
  return data?.item.can ?? can
}
