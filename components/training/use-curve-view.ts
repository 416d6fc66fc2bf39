'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { patchQuery } from '#components/patterns/patch-query.ts'
import { type CurveView, readCurveView, writeCurveView } from '#components/training/training-url.ts'

export type ChangeView = (change: Partial<CurveView>, how?: 'push' | 'replace') => void

/**
 * The view of the charts, kept in the address alone. A change does not ask the server for the page again: runs and
 * curves have their own queries.
 */
export function useCurveView(): { view: CurveView; change: ChangeView } {
  const params = useSearchParams()
  const query = params.toString()
  const view = useMemo(() => readCurveView(new URLSearchParams(query)), [query])
  const change = useCallback<ChangeView>((change, how = 'push') => {
    // The address itself is read: several changes may come before the next render.
    const next = `${location.pathname}${patchQuery(location.search, writeCurveView(change))}`
    history[how === 'push' ? 'pushState' : 'replaceState'](null, '', next)
  }, [])
  return { view, change }
}
