import { expect, test } from 'vitest'
import { MAX_LOST, verdictOfLoss } from '#lib/domain/stale.ts'

test.each([
  ['a first death', 0, 'requeue'],
  ['the one before the last', MAX_LOST - 2, 'requeue'],
  ['the last death', MAX_LOST - 1, 'worker-lost'],
] as const)('%s', (_, lost, verdict) => expect(verdictOfLoss(lost)).toBe(verdict))
