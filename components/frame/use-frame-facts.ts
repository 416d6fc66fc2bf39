'use client'

import { readHealth } from '#components/data/read-health.ts'
import { readJson } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { STUDIO } from '#lib/contracts/overview.ts'
import { REVIEWS } from '#lib/contracts/reviews.ts'
import { roleMay } from '#lib/domain/capabilities.ts'
import type { UserRole } from '#lib/domain/vocabulary.ts'

/**
 * Entries of its own: the frame hydrates before the page, and an answer in a shared entry would make the page's
 * first render differ from the server's.
 */
const OWN = ['frame'] as const

/** What the rail says beside its words: my turn in review, and whether the product is well. */
export function useFrameFacts(role: UserRole): { reviewCount: number; healthy: boolean | null } {
  const queue = useFollowed(
    {
      queryKey: [...keyOf(REVIEWS.queue), ...OWN],
      queryFn: ({ signal }) => readJson(REVIEWS.queue, {}, signal),
      enabled: roleMay(role, 'review.read'),
    },
    true,
    'watch',
  )
  // What breaks shows within ten seconds, on every page.
  const health = useFollowed(
    { queryKey: [...keyOf(STUDIO.health), ...OWN], queryFn: ({ signal }) => readHealth(signal) },
    true,
    'hours',
  )
  const healthy = health.isError ? false : health.data ? health.data.status === 'ok' : null
  return { reviewCount: queue.data?.mine ?? 0, healthy }
}
