import { expect, test } from 'vitest'
import type { ModelFault } from '#lib/domain/ports/language-model.ts'
import { chargeOfAnswer, chargeOfFault } from '#workers/models/charge.ts'

const fault = (over: Partial<ModelFault>): ModelFault => ({
  kind: 'fault',
  fault: 'server',
  status: null,
  retryAfterMs: null,
  isUnsent: false,
  message: 'm',
  latencyMs: 1,
  ...over,
})

test.each([
  ['an error status', { status: 500 }, 0],
  ['too many requests', { fault: 'rate-limited', status: 429 }, 0],
  ['a refused address', { fault: 'address-refused', isUnsent: true }, 0],
  ['no connection', { fault: 'network', isUnsent: true }, 0],
  ['a connection that broke before any byte', { fault: 'network' }, 900],
  ['a time-out', { fault: 'timeout' }, 900],
  ['a stream that began well and broke', { fault: 'network', status: 200 }, 900],
  ['what nobody can read', { fault: 'malformed', status: 200 }, 900],
] as const)('%s is recorded at %j', (_, over, cost) => {
  expect(chargeOfFault(fault(over), 900)).toBe(cost)
})

test('an answer costs its usage, or what was held for it where none is reported', () => {
  const prices = { inputMicroUsd: 2_000_000, outputMicroUsd: 3_000_000 }
  expect(chargeOfAnswer({ inputTokens: 10, outputTokens: 10 }, prices, 900)).toBe(50)
  expect(chargeOfAnswer(null, prices, 900)).toBe(900)
})
