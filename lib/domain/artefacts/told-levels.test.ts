import { expect, test } from 'vitest'
import { toldLevels } from '#lib/domain/artefacts/told-levels.ts'

const told: Parameters<typeof toldLevels>[0] = { usual: 'haul', seasons: { frost: [11, 2] } }

test('what a world tells of levels holds for those that a plan has', () => {
  expect(toldLevels(told, ['haul', 'toll'])).toEqual({ usual: 'haul' })
  expect(toldLevels(told, ['toll', 'frost'])).toEqual({ seasons: told.seasons })
  expect(toldLevels({}, ['haul'])).toEqual({})
})
