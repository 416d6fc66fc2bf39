import { expect, test } from 'vitest'
import { ENDPOINTS } from '#lib/contracts/api.ts'
import { openApi } from '#lib/contracts/open-api.ts'

test('the document is complete JSON with a schema for each answer', () => {
  const document = JSON.parse(JSON.stringify(openApi())) as {
    paths: Record<string, Record<string, { operationId: string; responses: object }>>
  }
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
  expect(operations).toHaveLength(ENDPOINTS.length)
  expect(new Set(operations.map((one) => one.operationId)).size).toBe(ENDPOINTS.length)
  expect(JSON.stringify(document.paths['/api/v1/environments'])).toContain('contentHash')
})
