'use client'

import { useQuery } from '@tanstack/react-query'
import { readHealth } from '#components/data/read-health.ts'
import { readJson } from '#components/data/read-json.ts'
import { roleMay } from '#components/frame/navigation.ts'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { STUDIO } from '#lib/contracts/overview.ts'
import { REVIEWS } from '#lib/contracts/reviews.ts'
import type { UserRole } from '#lib/domain/vocabulary.ts'

const POLL_MS = 20_000
/** What breaks shows within ten seconds, on every page. */
const HEALTH_POLL_MS = 8_000
/**
 * Entries of its own: the frame hydrates before the page, and an answer in a shared entry would make the page's
 * first render differ from the server's.
 */
const OWN = ['frame'] as const

/** What the rail says beside its words: my turn in review, and whether the product is well. */
export function useFrameFacts(role: UserRole): { reviewCount: number; healthy: boolean | null } {
  const queue = useQuery({
    queryKey: [...keyOf(REVIEWS.queue), ...OWN],
    queryFn: ({ signal }) => readJson(REVIEWS.queue, {}, signal),
    enabled: roleMay(role, 'review.read'),
    refetchInterval: POLL_MS,
  })
  const health = useQuery({
    queryKey: [...keyOf(STUDIO.health), ...OWN],
    queryFn: ({ signal }) => readHealth(signal),
    refetchInterval: HEALTH_POLL_MS,
  })
  const healthy = health.isError ? false : health.data ? health.data.status === 'ok' : null
  return { reviewCount: queue.data?.mine ?? 0, healthy }
}
