'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback } from 'react'
import { patchQuery } from '#components/patterns/patch-query.ts'

/**
 * Filters, sort and page live in the address. `replace` for what a person types or refines, `push` for what the
 * back button should undo.
 */
export function useUrlState() {
  const router = useRouter()
  const pathname = usePathname()
  const params = useSearchParams()
  const set = useCallback(
    (patch: Record<string, string | null>, how: 'push' | 'replace' = 'push') => {
      router[how](`${pathname}${patchQuery(params.toString(), patch)}`, { scroll: false })
    },
    [router, pathname, params],
  )
  return { params, set }
}
