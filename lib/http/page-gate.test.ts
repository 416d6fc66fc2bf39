import { beforeAll, describe, expect, test } from 'vitest'
import { gatePage } from '#lib/http/page-gate.ts'
import { signedCookie } from '#lib/http/signed-cookie.ts'

const SECRET = 's'.repeat(40)
const ORIGIN = 'http://127.0.0.1:3995'
beforeAll(() => {
  Object.assign(process.env, {
    DATABASE_URL: 'postgresql://nowhere/none',
    SANDMLE_URL: ORIGIN,
    BETTER_AUTH_SECRET: SECRET,
  })
})

const cookie = () => `better-auth.session_token=${signedCookie('token', SECRET)}`
const gate = (method: string, pathname: string, headers: Record<string, string> = {}) =>
  gatePage({ method, pathname, headers: new Headers({ host: '127.0.0.1:3995', ...headers }) })

describe('a page', () => {
  test.each(['/', '/runs', '/environments/x', '/nowhere', '/sign-in/x', '/api'])(
    '%s sends a stranger to sign in, by the name that they used',
    (path) => {
      const signIn = path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`
      expect(gate('GET', path)).toEqual({ kind: 'redirect', to: `${ORIGIN}${signIn}` })
      expect(gate('GET', path, { host: 'localhost:3995' })).toMatchObject({
        to: `http://localhost:3995${signIn}`,
      })
      expect(gate('GET', path, { cookie: 'better-auth.session_token=forged.AAAA' })).not.toBeNull()
    },
  )

  test.each(['/sign-in', '/welcome', '/invite'])('%s is open to strangers', (path) => {
    expect(gate('GET', path)).toBeNull()
  })

  test.each(['evil.example', '127.0.0.1', '127.0.0.1:3995@evil.example'])('answers no host %s', (host) => {
    expect(gate('GET', '/sign-in', { host })).toMatchObject({ status: 403 })
    expect(gate('GET', '/runs', { host, cookie: cookie() })).toMatchObject({ status: 403 })
  })

  test.each(['localhost:8099', '127.0.0.1:8099', 'studio.example', '[::1]:3995'])(
    'over %s says that the address is not trusted and which setting trusts it',
    (host) => {
      const refusal = gate('GET', '/sign-in', { host })
      expect(refusal).toMatchObject({
        status: 403,
        message: expect.stringContaining(`(${host}) is not trusted`),
      })
      expect(refusal).toMatchObject({ message: expect.stringContaining('SANDMLE_URL') })
    },
  )

  test('opens by a signed session', () => {
    expect(gate('GET', '/runs', { cookie: cookie() })).toBeNull()
  })
})

describe('a server action', () => {
  const origin = ORIGIN
  test('takes a session from a page of ours, and nothing larger than a form', () => {
    expect(gate('POST', '/runs', { cookie: cookie(), origin })).toBeNull()
    expect(gate('POST', '/runs', { cookie: cookie(), origin, 'content-length': '300000' })).toMatchObject({
      status: 413,
    })
  })

  test.each([
    ['a stranger', { origin }, 401],
    ['a forged cookie', { origin, cookie: 'better-auth.session_token=a.b' }, 401],
    ['a bearer token', { origin, authorization: 'Bearer x' }, 401],
    ['a session beside another header', { origin, authorization: 'Basic x', cookie: 'S' }, 401],
    ['a foreign origin', { origin: 'https://evil.example', cookie: 'S' }, 403],
    ['no origin', { cookie: 'S' }, 403],
    ['the origin of another port', { origin: 'http://127.0.0.1:4000', cookie: 'S' }, 403],
    ['an opaque origin', { origin: 'null', cookie: 'S' }, 403],
  ])('refuses %s before its body is read', (_name, headers, status) => {
    const given = Object.fromEntries(
      Object.entries(headers).map(([key, value]) => [key, value === 'S' ? cookie() : value]),
    )
    expect(gate('POST', '/sign-in', given)).toMatchObject({ status })
  })
})
