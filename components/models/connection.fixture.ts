import type { ConnectionView } from '#lib/contracts/connections.ts'

/** A connection with one priced model `m` and one without a price. */
export const LAB: ConnectionView = {
  id: '00000000-0000-4000-8000-000000000001',
  slug: 'lab',
  name: 'lab',
  status: 'ok',
  kind: 'anthropic',
  baseUrl: 'https://api.example.org/v1',
  keyHint: null,
  structuredOutput: 'none',
  allowPrivate: false,
  prices: { m: { inputMicroUsd: 1_000_000, outputMicroUsd: 10_000_000 } },
  capMicroUsd: null,
  spentMicroUsd: 0,
  reservedMicroUsd: 0,
  models: ['m', 'unpriced'],
  checkMessage: null,
  checkedAt: null,
  createdByName: 'Olga',
  createdAt: '2026-01-01T00:00:00.000Z',
}
