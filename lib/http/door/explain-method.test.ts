import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { Problem } from '#lib/contracts/problem.ts'
import { explainMethod } from '#lib/http/door/explain-method.ts'

let server: Server
afterEach(() => server.close())

/** What a browser gets for a request that the application answers with `answer`. */
async function ask(method: string, path: string, answer: (response: ServerResponse) => void) {
  server = createServer((request, response) => {
    explainMethod(request, response)
    answer(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return fetch(`http://127.0.0.1:${port}${path}`, { method })
}

const BARE: [string, (response: ServerResponse) => void][] = [
  ['that only ends', (response) => void Object.assign(response, { statusCode: 405 }).end()],
  ['whose head comes first', (response) => void response.writeHead(405).end()],
  [
    'that something compresses',
    (response) => {
      response.statusCode = 405
      response.setHeader('vary', 'Accept-Encoding')
      response.writeHead(response.statusCode)
      response.end()
    },
  ],
]

test.each(BARE)(
  'an empty 405 of the API %s names the method in the form of a refusal',
  async (_name, bare) => {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const answer = await ask(method, '/api/v1/reviews', bare)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([405, 'application/problem+json'])
      const { error } = Problem.parse(await answer.json())
      expect(error).toMatchObject({ code: 'invalid', message: expect.stringContaining(`${method} is not`) })
      server.close()
    }
  },
)

test('a head without a body stays one', async () => {
  const answer = await ask('HEAD', '/api/v1/reviews', (response) => void response.writeHead(405).end())
  expect([answer.status, await answer.text()]).toEqual([405, ''])
})

test.each([
  ['of a page', '/runs', 405, ''],
  ['with words of its own', '/api/v1/x', 405, 'own words'],
  ['that is another one', '/api/v1/x', 204, ''],
] as const)('an answer %s stays as it is', async (_name, path, status, body) => {
  const answer = await ask('PUT', path, (response) => {
    response.writeHead(status, body === '' ? {} : { 'content-type': 'text/plain' }).end(body)
  })
  expect([answer.status, await answer.text()]).toEqual([status, body])
})
