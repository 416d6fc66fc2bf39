import { expect, test } from 'vitest'
import { PLACES, pagesOf, placeAt, placesOf } from '#components/frame/navigation.ts'

test('keys and addresses are unique', () => {
  expect(new Set(PLACES.map((place) => place.key)).size).toBe(PLACES.length)
  expect(new Set(PLACES.map((place) => place.href)).size).toBe(PLACES.length)
})

test('an address belongs to its place, and only whole segments count', () => {
  expect(placeAt('/runs/new')?.id).toBe('runs')
  expect(placeAt('/')?.id).toBe('overview')
  expect(placeAt('/runsheet')).toBeNull()
})

test('a viewer has no review queue', () => {
  expect(placesOf('viewer').map((place) => place.id)).not.toContain('review')
  expect(placesOf('reviewer').map((place) => place.id)).toContain('review')
})

test('import and comparison are found by name, by who may go there', () => {
  const found = (role: Parameters<typeof pagesOf>[0]) => pagesOf(role).map(({ href }) => href)
  expect(found('researcher')).toEqual(['/runs/new', '/runs/compare', '/training/import'])
  expect(found('viewer')).toEqual(['/runs/compare'])
})
