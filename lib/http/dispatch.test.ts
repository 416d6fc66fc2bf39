import { expect, test } from 'vitest'
import type { Endpoint } from '#lib/contracts/endpoint.ts'
import { bindAll } from '#lib/http/bind.ts'
import { dispatch } from '#lib/http/dispatch.ts'

const endpoint = (method: Endpoint['method'], path: Endpoint['path']): Endpoint => ({
  method,
  path,
  summary: '',
  right: null,
  response: 'text/plain',
})
const told =
  (name: string) =>
  async (_request: Request, { params }: { params: Promise<object> }) =>
    new Response(`${name} ${JSON.stringify(await params)}`)

const api = dispatch([
  ...bindAll([endpoint('GET', '/api/v1/runs/{id}'), endpoint('DELETE', '/api/v1/runs/{id}')], told('one')),
  ...bindAll([endpoint('POST', '/api/v1/runs/compare')], told('compare')),
  ...bindAll([endpoint('GET', '/api/v1/files/{+path}')], told('file')),
])
const ask = (method: keyof typeof api, path: string) =>
  api[method](new Request('http://127.0.0.1/'), { params: Promise.resolve({ path: path.split('/') }) })
const textOf = async (method: keyof typeof api, path: string) => (await ask(method, path)).text()

test('an address reaches the handler of its endpoint with what its path names', async () => {
  expect(await textOf('GET', 'v1/runs/abc')).toBe('one {"id":"abc"}')
  expect(await textOf('POST', 'v1/runs/compare')).toBe('compare {}')
  expect(await textOf('GET', 'v1/files/a/b c')).toBe('file {"path":["a","b c"]}')
})

test('a method that an address does not take is 405, as it is where the more general one takes it', async () => {
  for (const [method, path] of [
    ['POST', 'v1/runs/abc'],
    ['GET', 'v1/runs/compare'],
    ['GET', 'v1/files'],
  ] as const) {
    const answer = await ask(method, path)
    expect([answer.status, await answer.text()]).toEqual([405, ''])
  }
})

test('OPTIONS names what an address takes', async () => {
  const allowed = async (path: string) => (await ask('OPTIONS', path)).headers.get('allow')
  expect(await allowed('v1/runs/abc')).toBe('DELETE, GET, HEAD, OPTIONS')
  expect(await allowed('v1/runs/compare')).toBe('OPTIONS, POST')
})
