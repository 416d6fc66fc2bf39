import { expect, test } from 'vitest'
import { ENDPOINTS } from '#lib/contracts/api.ts'
import { namesIn } from '#lib/contracts/endpoint.ts'
import { openPaths, partsOf } from '#lib/contracts/match-path.ts'

const find = openPaths(ENDPOINTS)
const pathOf = (address: string) => find(partsOf(address))?.things[0]?.path

test.each([
  ['/api/v1/runs/compare', '/api/v1/runs/compare'],
  ['/api/v1/runs/abc', '/api/v1/runs/{id}'],
  ['/api/v1/training/rollouts/x/evidence', '/api/v1/training/rollouts/{rolloutId}/evidence'],
  ['/api/v1/training/x/files', '/api/v1/training/{id}/files'],
  ['/api/v1/training/rollouts/sft', '/api/v1/training/rollouts/{rolloutId}'],
  ['/api/v1/training/x/files/a/b.txt', '/api/v1/training/{id}/files/{+path}'],
  ['/api/v1/packs/x/y', '/api/{+path}'],
  ['/api/2.0/mlflow/runs/get', '/api/2.0/mlflow/runs/get'],
  ['/api/2.0/mlflow/traces', '/api/2.0/mlflow/{+path}'],
  ['/api/nothing', '/api/{+path}'],
])('%s is answered by %s', (address, path) => expect(pathOf(address)).toBe(path))

test('what a path names comes out of an address, the rest as its parts', () => {
  expect(find(partsOf('/api/v1/environments/sun/versions/2/files/judge/a.csv'))?.params).toEqual({
    id: 'sun',
    n: '2',
    path: ['judge', 'a.csv'],
  })
  expect(find(['api'])).toBeNull()
})

test('every path finds itself: none hides another', () => {
  for (const { path } of ENDPOINTS) {
    const given = partsOf(path).map((part) => (part.startsWith('{') ? 'x' : part))
    const found = find(given)
    expect(found?.things[0]?.path).toBe(path)
    expect(Object.keys(found?.params ?? {})).toEqual(namesIn(path))
  }
})
