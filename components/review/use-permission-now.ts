'use client'

import { useQuery } from '@tanstack/react-query'
import { readJson } from '#components/data/read-json.ts'
import { api, keys } from '#lib/contracts/api-paths.ts'
import { ReviewItem } from '#lib/contracts/reviews.ts'

const LOOK_MS = 5_000

/**
 * Whether the reader may still judge an item, and why not: somebody else may decide it while the page is open. What
 * was read stays as it was; a verdict names the content that the page showed.
 */
export function usePermissionNow({ versionId, can }: ReviewItem['item']): ReviewItem['item']['can'] {
  const { data } = useQuery({
    queryKey: keys.review(versionId),
    queryFn: ({ signal }) => readJson(api.review(versionId), ReviewItem, signal),
    refetchInterval: LOOK_MS,
    enabled: can.allowed,
  })
  return data?.item.can ?? can
}
