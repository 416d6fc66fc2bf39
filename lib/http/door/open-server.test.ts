import { request, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openServer } from '#lib/http/door/open-server.ts'

const PATIENCE = { headMs: 300, lingerMs: 300, placeMs: 300 }
/** Long after everybody's patience has ended, on a busy machine too. */
const LONG_MS = 15_000

let server: Server
let port = 0
/** Requests that came to the application. */
let came: string[] = []
const answers = { status: 200, at: Promise.resolve() }

async function listen(patience = PATIENCE): Promise<void> {
  server = openServer(async ({ url = '' }, response) => {
    came.push(url)
    await answers.at
    response.writeHead(answers.status).end('{}')
  }, patience)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
}

beforeEach(() => {
  came = []
  Object.assign(answers, { status: 200, at: Promise.resolve() })
  Object.assign(process.env, {
    DATABASE_URL: 'postgresql://nowhere/none',
    SANDMLE_URL: 'http://127.0.0.1:3994',
    BETTER_AUTH_SECRET: 's'.repeat(40),
  })
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const HOST = { host: '127.0.0.1:3994' }

const get = (path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request({ port, path, headers: HOST, agent: false }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.once('error', reject)
    sent.end()
  })

/** Speaks on a connection of its own; `ended` once the server has closed it. */
function speak(text: string): { socket: Socket; ended: Promise<string> } {
  const socket = connect(port, '127.0.0.1')
  let heard = ''
  socket.setEncoding('utf8').on('data', (data) => {
    heard += String(data)
  })
  socket.on('error', () => undefined)
  socket.write(text)
  return { socket, ended: new Promise((resolve) => socket.once('close', () => resolve(heard))) }
}

test('a head that dribbles in is cut', { timeout: LONG_MS }, async () => {
  await listen()
  const { socket, ended } = speak('GET / HTTP/1.1\r\nhost: 127.0.0.1:3994\r\n')
  const timer = setInterval(() => socket.write('x: y\r\n'), 50)
  await ended
  clearInterval(timer)
  expect(came).toEqual([])
})

test.each([
  ['refused at the door', 'evil.example', 403],
  ['refused behind it', '127.0.0.1:3994', 401],
])('a body that continues after it was %s is cut', { timeout: LONG_MS }, async (_name, host, status) => {
  await listen()
  answers.status = 401
  const { socket, ended } = speak(
    `POST /api/v1/runs HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 50000000\r\n\r\n{`,
  )
  const timer = setInterval(() => socket.write('x'.repeat(100)), 50)
  expect(await ended).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  clearInterval(timer)
})

test('of strangers two are worked on at once, fifty wait, the rest is told to come again', {
  timeout: LONG_MS,
}, async () => {
  const open = Promise.withResolvers<void>()
  answers.at = open.promise
  await listen({ ...PATIENCE, placeMs: LONG_MS })
  const all = Array.from({ length: 80 }, (_, n) => get(`/page-${n}`))
  let told = 0
  for (const one of all) void one.then((status) => (told += Number(status === 429)))
  await expect.poll(() => told, { timeout: LONG_MS - 1000 }).toBe(28)
  expect(came).toHaveLength(2)
  open.resolve()
  const statuses = await Promise.all(all)
  expect(statuses.filter((status) => status === 429)).toHaveLength(28)
  expect(came).toHaveLength(52)
})

test('what streams or waits for its body gives its place free after a moment', {
  timeout: LONG_MS,
}, async () => {
  const open = Promise.withResolvers<void>()
  answers.at = open.promise
  await listen()
  const all = Array.from({ length: 6 }, (_, n) => get(`/slow-${n}`))
  await expect.poll(() => came.length, { timeout: LONG_MS - 1000 }).toBe(6)
  open.resolve()
  await Promise.all(all)
})

test.each([
  [
    'a head that is far too long',
    `GET /${'x'.repeat(1 << 20)} HTTP/1.1\r\nhost: 127.0.0.1:3994\r\n\r\n`,
    431,
  ],
  ['what is not HTTP', 'please?\r\n\r\n', 400],
])('%s is answered with the reason before the connection ends', async (_, text, status) => {
  await listen()
  const heard = await speak(text).ended
  expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(JSON.parse(heard.split('\r\n\r\n')[1] ?? '')).toMatchObject({ error: { code: 'invalid' } })
  expect(came).toEqual([])
})
