import { expect, test } from 'vitest'
import { moveView, plotKey, stopAfter, zoomAround } from '#components/charts/plot-gestures.ts'

const key = (name: string, more = {}) =>
  plotKey({ key: name, ctrlKey: false, metaKey: false, altKey: false, ...more })

test('keys step, jump and stop at the ends', () => {
  const go = (name: string, at: number) => {
    const pressed = key(name)
    return pressed ? stopAfter(pressed, at, 100) : null
  }
  expect([go('ArrowRight', 3), go('ArrowLeft', 0), go('PageUp', 95), go('Home', 9), go('End', 9)]).toEqual([
    4, 0, 99, 0, 99,
  ])
  expect(stopAfter({ kind: 'end' }, 0, 0)).toBe(0)
})

test('keys of the browser are left alone', () => {
  expect(key('+', { ctrlKey: true })).toBeNull()
  expect(key('a')).toBeNull()
})

const WHOLE = { from: 0, to: 100 }

test('zoom keeps the place under the cursor and never leaves the whole', () => {
  expect(zoomAround(WHOLE, WHOLE, 20, 0.5)).toEqual({ from: 10, to: 60 })
  expect(zoomAround({ from: 0, to: 50 }, WHOLE, 0, 0.5)).toEqual({ from: 0, to: 25 })
  expect(zoomAround({ from: 80, to: 100 }, WHOLE, 100, 2)).toEqual({ from: 60, to: 100 })
  expect(zoomAround({ from: 10, to: 90 }, WHOLE, 50, 2)).toBeNull()
  expect(zoomAround({ from: 5, to: 5 }, { from: 5, to: 5 }, 5, 0.5)).toBeNull()
})

test('a view moves until the end', () => {
  expect(moveView({ from: 10, to: 30 }, WHOLE, 0.5)).toEqual({ from: 20, to: 40 })
  expect(moveView({ from: 90, to: 100 }, WHOLE, 1)).toEqual({ from: 90, to: 100 })
})
