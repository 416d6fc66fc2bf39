import { expect, test } from 'vitest'
import { requestErrorOf } from '#components/data/read-json.ts'

test('an error answer keeps its message and its id', () => {
  const error = requestErrorOf(409, {
    error: { code: 'conflict', message: 'The run has ended.', requestId: 'r-1' },
  })
  expect([error.status, error.message, error.requestId]).toEqual([409, 'The run has ended.', 'r-1'])
})

test('an answer of a proxy in between still gives a sentence', () => {
  expect(requestErrorOf(502, '<html>').message).toBe('The server answered 502 without saying why.')
})
