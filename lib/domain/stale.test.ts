import { expect, test } from 'vitest'
import { classifyStale, MAX_LOST } from '#lib/domain/stale.ts'

const now = new Date('2031-01-01T00:00:00Z')
const at = (seconds: number) => new Date(now.getTime() + 1000 * seconds)

test.each([
  ['a lease that holds', { leaseUntil: at(1), lost: 2 }, 'alive'],
  ['a lease that ends this moment', { leaseUntil: at(0), lost: 0 }, 'requeue'],
  ['a first death', { leaseUntil: at(-60), lost: 0 }, 'requeue'],
  ['running without a lease', { leaseUntil: null, lost: 1 }, 'requeue'],
  ['the last death', { leaseUntil: at(-60), lost: MAX_LOST - 1 }, 'worker-lost'],
] as const)('%s', (_, row, verdict) => expect(classifyStale(row, now)).toBe(verdict))
