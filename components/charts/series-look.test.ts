import { expect, test } from 'vitest'
import { DASHES, HUES, lookOf, looksOf, MARKERS, markerPath } from '#components/charts/series-look.ts'

const ids = Array.from({ length: 2000 }, (_, at) => `0193a7c2-77aa-7000-8000-${String(at).padStart(12, '0')}`)

test('an identity keeps its look, whatever stands beside it', () => {
  expect(lookOf('lr=1e-5')).toEqual(lookOf('lr=1e-5'))
  expect(lookOf('0193a7c2-77aa-7000-8000-000000000001')).toEqual({
    colour: 'var(--series-4)',
    dash: '9 3 2 3',
    marker: 'diamond',
  })
})

test('ids that differ in their last digits alone spread over all hues, dashes and markers', () => {
  const looks = ids.map(lookOf)
  const share = (of: (look: (typeof looks)[number]) => string) =>
    Object.values(Object.groupBy(looks, of)).map((group) => (group?.length ?? 0) / looks.length)
  for (const [counts, kinds] of [
    [share((look) => look.colour), HUES],
    [share((look) => look.dash), DASHES.length],
    [share((look) => look.marker), MARKERS.length],
  ] as const) {
    expect(counts).toHaveLength(kinds)
    expect(Math.max(...counts)).toBeLessThan(1.5 / kinds)
  }
})

test('what stands together is told apart by hue, then by hue and dash, in whatever order it comes', () => {
  for (let first = 0; first < 500; first += 1) {
    const few = ids.slice(first, first + HUES)
    expect(new Set([...looksOf(few).values()].map(({ colour }) => colour)).size).toBe(HUES)
    expect(looksOf(few.toReversed())).toEqual(looksOf(few))
  }
  const later = [...looksOf(ids.slice(0, HUES * 2)).values()].slice(HUES)
  expect(new Set(later.map(({ colour, dash }) => `${colour} ${dash}`)).size).toBe(HUES)
  expect([...looksOf(['lr=1e-5']).values()]).toEqual([lookOf('lr=1e-5')])
})

test('each marker is a closed shape of its own', () => {
  expect(new Set(MARKERS.map((marker) => markerPath(marker, 1, 2))).size).toBe(MARKERS.length)
})
