import { expect, test } from 'vitest'
import { readText } from '#lib/http/read-text.ts'

const request = (body: string | null) =>
  new Request('http://studio.test', { method: 'POST', ...(body === null ? {} : { body }) })

test('reads a body up to the limit, no byte more, and knows an empty one', async () => {
  expect(await readText(request('{"ä":1}'), 8)).toBe('{"ä":1}')
  expect(await readText(request(null), 8)).toBe('')
  await expect(readText(request('123456789'), 8)).rejects.toMatchObject({ code: 'limit' })
})
