import type { MetricColumns } from '#lib/training/metric-chunk.ts'

export type Smoothing =
  | { kind: 'none' }
  /** Weight of the past, 0 to 0.999, debiased as TensorBoard does. */
  | { kind: 'ema'; weight: number }
  /** A point counts half after so many seconds. */
  | { kind: 'time-ema'; halfLifeSeconds: number }
  /** Mean of the last so many points. */
  | { kind: 'window'; points: number }

/** Above it a curve is flat for longer than anybody looks (tensorboard#5370). */
export const MAX_EMA_WEIGHT = 0.999

/**
 * Smoothed values at the same points, or null where nothing is smoothed. Causal: a value depends on the points up to
 * its own and on nothing later. What is not finite stays as it is and counts in no mean.
 */
export function smooth({ values, times }: MetricColumns, smoothing: Smoothing): Float64Array | null {
  switch (smoothing.kind) {
    case 'none':
      return null
    case 'ema':
      return ema(values, Math.min(Math.max(smoothing.weight, 0), MAX_EMA_WEIGHT))
    case 'time-ema':
      return times === null || !(smoothing.halfLifeSeconds > 0)
        ? null
        : timeEma(values, times, smoothing.halfLifeSeconds * 1000)
    case 'window':
      return trailing(values, Math.max(1, Math.floor(smoothing.points)))
  }
}

function ema(values: Float64Array, weight: number): Float64Array {
  const out = new Float64Array(values.length)
  let last = 0
  let past = 1
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN
    if (!Number.isFinite(value)) {
      out[i] = value
      continue
    }
    last = last * weight + (1 - weight) * value
    past *= weight
    out[i] = last / (1 - past)
  }
  return out
}

function timeEma(values: Float64Array, times: Float64Array, halfLifeMs: number): Float64Array {
  const out = new Float64Array(values.length)
  let sum = 0
  let weight = 0
  let before = times[0] ?? 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN
    const now = times[i] ?? before
    if (!Number.isFinite(value)) {
      out[i] = value
      continue
    }
    const decay = 2 ** (-Math.max(0, now - before) / halfLifeMs)
    sum = sum * decay + value
    weight = weight * decay + 1
    out[i] = sum / weight
    before = now
  }
  return out
}

/** Sums inside blocks of the window's length, from both ends: no point is ever subtracted, so no spike leaves a trace. */
function trailing(values: Float64Array, length: number): Float64Array {
  const finite = values.filter(Number.isFinite)
  const toEnd = new Float64Array(finite.length)
  for (let i = finite.length - 1; i >= 0; i--)
    toEnd[i] = (finite[i] ?? 0) + ((i + 1) % length === 0 ? 0 : (toEnd[i + 1] ?? 0))
  const out = new Float64Array(values.length)
  let seen = 0
  let fromStart = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN
    if (!Number.isFinite(value)) {
      out[i] = value
      continue
    }
    fromStart = (seen % length === 0 ? 0 : fromStart) + value
    const oldest = seen - length + 1
    // What is left of the block before is complete by now: nothing of later points is in it.
    const rest = oldest > 0 && oldest % length !== 0 ? (toEnd[oldest] ?? 0) : 0
    out[i] = (rest + fromStart) / Math.min(seen + 1, length)
    seen++
  }
  return out
}
