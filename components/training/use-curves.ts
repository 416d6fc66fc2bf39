'use client'

import { keepPreviousData } from '@tanstack/react-query'
import { ask } from '#components/data/read-json.ts'
import { PACE_MS, useFollowed } from '#components/data/use-followed.ts'
import { baselineQuery, curveQuery, type Drawn } from '#components/training/drawn-runs.ts'
import type { ExtremeKeys } from '#components/training/metric-extremes.ts'
import type { CurveView } from '#components/training/training-url.ts'
import { TRAINING } from '#lib/contracts/curves.ts'
import type { PlaceOf } from '#lib/contracts/endpoint.ts'

function useAnswer(query: PlaceOf<typeof TRAINING.curves>, drawn: Drawn, enabled: boolean) {
  return useFollowed(
    {
      ...ask(TRAINING.curves, query),
      placeholderData: keepPreviousData,
      enabled,
      // Runs that ended never change: nothing asks for them again by itself.
      staleTime: drawn.isLive ? PACE_MS.hours : Number.POSITIVE_INFINITY,
    },
    drawn.isLive,
    'hours',
  )
}

/** What one chart is drawn from: its curves, the pinned baseline, and the extremes that its tracker kept. */
export function useCurves(metric: string, extremes: ExtremeKeys | null, drawn: Drawn, view: CurveView) {
  const isDrawn = drawn.runs.length > 0
  const query = useAnswer(curveQuery(metric, drawn, view), drawn, isDrawn)
  const pinned = drawn.baseline?.id ?? ''
  const baseline = useAnswer(baselineQuery(metric, pinned, view), drawn, pinned !== '')
  // A band over seeds is another band, and extremes of smoothed values are none.
  const isRanged = extremes !== null && drawn.group === 'none' && view.smoothing.kind === 'none'
  const extreme = (key: string | null) => [key ?? '', isDrawn && isRanged && key !== null] as const
  const [lowKey, asksLow] = extreme(extremes?.low ?? null)
  const [highKey, asksHigh] = extreme(extremes?.high ?? null)
  const low = useAnswer(curveQuery(lowKey, drawn, view), drawn, asksLow).data
  const high = useAnswer(curveQuery(highKey, drawn, view), drawn, asksHigh).data
  return {
    query,
    pin: pinned === '' ? undefined : baseline.data,
    low: asksLow ? (low ?? null) : null,
    high: asksHigh ? (high ?? null) : null,
  }
}
