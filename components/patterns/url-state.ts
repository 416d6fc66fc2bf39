'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { startTransition, useCallback, useMemo, useOptimistic } from 'react'
import { patchQuery } from '#components/patterns/patch-query.ts'

/**
 * Filters, sort and page live in the address. `replace` for what a person types or refines, `push` for what the
 * back button should undo. What was asked for counts at once: a second change comes on top of the first, also while
 * the server still answers.
 */
export function useUrlState() {
  const router = useRouter()
  const pathname = usePathname()
  const [query, ask] = useOptimistic(useSearchParams().toString())
  const params = useMemo(() => new URLSearchParams(query), [query])
  const set = useCallback(
    (patch: Record<string, string | null>, how: 'push' | 'replace' = 'push') => {
      const next = patchQuery(query, patch)
      startTransition(() => {
        ask(next)
        router[how](`${pathname}${next}`, { scroll: false })
      })
    },
    [router, pathname, query, ask],
  )
  return { params, set }
}
