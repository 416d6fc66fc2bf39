'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { patchQuery } from '#components/patterns/patch-query.ts'
import { type CurveView, readCurveView, writeCurveView } from '#components/training/training-url.ts'

/** What to change, or how it follows from the view at this moment: the one on screen may be older. Null: nothing. */
type ViewChange = Partial<CurveView> | ((now: CurveView) => Partial<CurveView> | null)
export type ChangeView = (change: ViewChange, how?: 'push' | 'replace') => void

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
    const wanted =
      typeof change === 'function' ? change(readCurveView(new URLSearchParams(location.search))) : change
    if (wanted === null) return
    const next = `${location.pathname}${patchQuery(location.search, writeCurveView(wanted))}`
    history[how === 'push' ? 'pushState' : 'replaceState'](null, '', next)
  }, [])
  return { view, change }
}
