import { expect, test } from 'vitest'
import { addressOf, bodyOf, keyOf, namesIn } from '#lib/contracts/endpoint.ts'
import { VERSIONS } from '#lib/contracts/environments.ts'
import { PACKS } from '#lib/contracts/packs.ts'
import { RUNS } from '#lib/contracts/runs.ts'
import { SCORES } from '#lib/contracts/scores.ts'
import { SEEDS } from '#lib/contracts/seeds.ts'

test.each([
  [addressOf(PACKS.list), '/api/v1/packs'],
  [addressOf(PACKS.list, { after: undefined, limit: 5 }), '/api/v1/packs?limit=5'],
  [addressOf(RUNS.list, { status: '' }), '/api/v1/runs'],
  [addressOf(PACKS.get, { id: 'a/b c' }), '/api/v1/packs/a%2Fb%20c'],
  [
    addressOf(VERSIONS.file, { id: 'sun', n: 'latest', path: 'agent/é?.csv' }),
    '/api/v1/environments/sun/versions/latest/files/agent/%C3%A9%3F.csv',
  ],
  [addressOf(SEEDS.upload, { filename: 'a&b.zip' }), '/api/v1/seeds?filename=a%26b.zip'],
])('%s is an address', (address, expected) => expect(address).toBe(expected))

test('what the path does not hold is the body where an endpoint takes JSON, and its query where not', () => {
  const given = { id: 'sun', n: 1, submission: 'id,x', rollout: undefined }
  expect(bodyOf(SCORES.request, given)).toEqual({ submission: 'id,x' })
  expect(addressOf(SCORES.request, given)).toBe('/api/v1/environments/sun/versions/1/score')
  expect(bodyOf(SEEDS.upload, { filename: 'a.zip' })).toBeNull()
})

test('a key holds what an address does, and begins as its list does', () => {
  expect(keyOf(RUNS.list)).toEqual(['runs'])
  expect(keyOf(RUNS.list, { status: 'failed', after: undefined })).toEqual(['runs', { status: 'failed' }])
  expect(keyOf(RUNS.get, { id: 'r' })).toEqual(['runs', 'r'])
  expect(keyOf(VERSIONS.table, { id: 'e', n: 2, file: 'a.csv' })).toEqual([
    ...keyOf(VERSIONS.get, { id: 'e', n: 2 }),
    'table',
    { file: 'a.csv' },
  ])
})

test('names of a path keep their order', () => {
  expect(namesIn('/a/{b}/{c}/d/{+e}')).toEqual(['b', 'c', 'e'])
})

test('a wrong key does not compile', () => {
  // @ts-expect-error no such parameter
  const wrong = addressOf(PACKS.get, { pack: 'x' })
  // @ts-expect-error a parameter is missing
  const missing = addressOf(VERSIONS.get, { id: 'x' })
  // @ts-expect-error no such filter
  const unknown = addressOf(PACKS.list, { search: 'x' })
  expect([wrong, missing, unknown].every((address) => address.startsWith('/api/v1/'))).toBe(true)
})
