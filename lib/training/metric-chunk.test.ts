import { describe, expect, test } from 'vitest'
import { CHUNK_POINTS, packChunk, unpackChunk } from '#lib/training/metric-chunk.ts'

const f64 = (...numbers: number[]) => new Float64Array(numbers)

describe('a chunk of points', () => {
  test('comes back as it was, with NaN, infinities, negative and large steps', () => {
    const columns = {
      steps: f64(-3, 5, 2 ** 52 + 1, 7),
      values: f64(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.1),
      times: f64(1_795_410_398_955, 0, -5, 2 ** 41),
    }
    expect(unpackChunk(packChunk(columns))).toEqual(columns)
  })

  test('stores no steps that first and last step give', () => {
    const even = { steps: f64(10, 20, 30), values: f64(1, 2, 3), times: null }
    const packed = packChunk(even)
    expect(packed.steps).toHaveLength(0)
    expect(unpackChunk(packed)).toEqual(even)
    const same = { steps: f64(4, 4, 4), values: f64(1, 2, 3), times: null }
    expect(unpackChunk(packChunk(same))).toEqual(same)
  })

  test('costs 8 bytes a point where steps are even and there are no times, 24 at the most', () => {
    const steps = Float64Array.from({ length: CHUNK_POINTS }, (_, i) => i)
    const even = packChunk({ steps, values: steps, times: null })
    expect(even.steps.length + even.values.length + even.times.length).toBe(8 * CHUNK_POINTS)
    const uneven = packChunk({ steps: steps.map((s) => s * s), values: steps, times: steps })
    expect(uneven.steps.length + uneven.values.length + uneven.times.length).toBe(24 * CHUNK_POINTS)
  })

  test('has the digest of its points alone', () => {
    const one = packChunk({ steps: f64(1, 2), values: f64(1, 2), times: f64(1, 2) })
    const again = packChunk({ steps: f64(1, 2), values: f64(1, 2), times: f64(1, 2) })
    const other = packChunk({ steps: f64(1, 2), values: f64(1, 2), times: null })
    expect(again.digest).toEqual(one.digest)
    expect(other.digest).not.toEqual(one.digest)
  })

  test.each([0, CHUNK_POINTS + 1])('refuses %i points', (count) => {
    const column = new Float64Array(count)
    expect(() => packChunk({ steps: column, values: column, times: null })).toThrow(/1 to 4096/)
  })
})
