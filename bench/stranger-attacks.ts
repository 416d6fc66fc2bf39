import { randomBytes } from 'node:crypto'
import { type Agent, type IncomingMessage, type RequestOptions, request } from 'node:http'

/** One request of a stranger, as expensive as a stranger can make it. Bodies are sent whole unless they are `slow`. */
export type Attack = {
  method: string
  path: string
  headers?: Record<string, string>
  body?: Buffer
  slow?: true
}

const word = (): string => randomBytes(32).toString('base64url')
const person = (token: string) => ({
  token,
  name: 'Nobody',
  email: `${word()}@example.org`,
  password: 'a password of nobody',
})
const json = (value: object): Buffer => Buffer.from(JSON.stringify(value))

/** `{"a":[[],[],…]}` of about so many bytes: little to send, much to parse. */
const manyValues = (bytes: number): Buffer => Buffer.from(`{"a":[${'[],'.repeat(bytes / 3)}[]]}`)
const LARGE = manyValues(128 * 1024)
const HUGE = manyValues(48 * 2 ** 20)
const TYPE = { 'content-type': 'application/json' }

/** By name: a second's requests and one of them. */
export const attacksOf = (origin: string): Record<string, { rate: number; make: () => Attack }> => {
  const post = (path: string, body: Buffer): Attack => ({
    method: 'POST',
    path,
    headers: { ...TYPE, origin },
    body,
  })
  const deep = () => `/${'a/'.repeat(500)}${word()}`
  const kinds: Record<string, { rate: number; make: () => Attack }> = {
    hugeJson: { rate: 1, make: () => post('/api/v1/redeem/owner', HUGE) },
    largeJson: { rate: 200, make: () => post('/api/v1/redeem/invite', LARGE) },
    tokens: {
      rate: 200,
      make: () => ({
        method: 'GET',
        path: '/api/v1/runs',
        headers: { authorization: `Bearer sml_${word()}` },
      }),
    },
    redemptions: {
      rate: 200,
      make: () => post('/api/v1/redeem/invite', json(person(`smi_${word()}`))),
    },
    passwords: {
      rate: 200,
      make: () => post('/api/auth/sign-in/email', json({ email: `${word()}@example.org`, password: word() })),
    },
    deepPaths: { rate: 200, make: () => ({ method: 'GET', path: deep() }) },
    pages: { rate: 200, make: () => ({ method: 'GET', path: '/sign-in' }) },
    slowBodies: {
      rate: 200,
      make: () => ({ ...post('/api/auth/sign-in/email', json(person(''))), slow: true }),
    },
  }
  const each = Object.values(kinds).filter(({ rate }) => rate > 1)
  const mixed = () => each[Math.floor(Math.random() * each.length)]?.make() ?? { method: 'GET', path: '/' }
  return { ...kinds, mixed: { rate: 200, make: mixed } }
}

/** Sends one; resolves with the status, or 0 where the server closed the connection. */
export function sendAttack(agent: Agent, origin: string, attack: Attack): Promise<number> {
  const { hostname, port } = new URL(origin)
  const { method, path, headers = {}, body, slow } = attack
  const length = body === undefined ? {} : { 'content-length': String(body.length) }
  const options: RequestOptions = { agent, hostname, port, method, path, headers: { ...headers, ...length } }
  return new Promise((resolve) => {
    const sent = request(options, (answer: IncomingMessage) => {
      answer.resume()
      answer.once('end', () => {
        resolve(answer.statusCode ?? 0)
        if (slow) sent.destroy()
      })
      answer.once('error', () => resolve(0))
    })
    sent.once('error', () => resolve(0))
    sent.setTimeout(20_000, () => sent.destroy())
    if (slow === undefined) sent.end(body)
    else sent.write('{')
  })
}
