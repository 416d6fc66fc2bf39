import { expect, test } from 'vitest'
import { freeGroup } from '#lib/domain/artefacts/free-group.ts'

const world = {
  group: { name: 'kiln', names: ['k##'] },
  moreGroups: [
    { name: 'crew', names: ['cw##'] },
    { name: 'clay_batch', names: ['cb##'] },
  ],
}

test.each([
  [[], 'kiln'],
  [['kiln'], 'crew'],
  [['kiln', 'crew', 'glaze'], 'clay_batch'],
  [['kiln', 'crew', 'clay_batch'], undefined],
])('beside %j the next group is %s', (used, name) => {
  expect(freeGroup(world, new Set(used))?.name).toBe(name)
})
