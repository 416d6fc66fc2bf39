import { expect, test } from 'vitest'
import { heldRole } from '#lib/pipeline/hold.ts'

test.each([
  ['# Title\n\nx-hold: mlops-engineer\n', 'mlops-engineer'],
  ['x-hold: ml-developer', 'ml-developer'],
  ['we x-hold: ml-developer here', null],
  ['x-hold: chef', null],
  ['nothing', null],
])('%j', (description, role) => expect(heldRole(description)).toBe(role))
