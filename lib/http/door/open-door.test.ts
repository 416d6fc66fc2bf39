import { beforeAll, describe, expect, test } from 'vitest'
import { openBuckets } from '#lib/http/door/buckets.ts'
import { openDoor } from '#lib/http/door/open-door.ts'
import { PEER_HEADER, peerOf } from '#lib/http/door/peer.ts'
import { queueOf } from '#lib/http/door/queue-of.ts'
import { browserCookie } from '#lib/http/known-browser.ts'
import { knownTokens, openKnownTokens } from '#lib/http/known-tokens.ts'
import { signedCookie } from '#lib/http/signed-cookie.ts'

const SECRET = 's'.repeat(40)
beforeAll(() => {
  Object.assign(process.env, {
    DATABASE_URL: 'postgresql://nowhere/none',
    SANDMLE_URL: 'http://127.0.0.1:3996',
    BETTER_AUTH_SECRET: SECRET,
  })
})

const HOST = { host: '127.0.0.1:3996' }
const session = (secret = SECRET) => `better-auth.session_token=${signedCookie('t'.repeat(32), secret)}`
const queue = (pathname: string, headers: Record<string, string> = {}) =>
  queueOf({ pathname, headers: new Headers(headers) })

function openClock() {
  let now = 0
  const door = openDoor(() => now)
  return {
    wait: (ms: number) => {
      now += ms
    },
    ask(url: string, headers: Record<string, string> = HOST, remoteAddress = '10.0.0.1') {
      const entry = door({ url, headers, socket: { remoteAddress } })
      return 'line' in entry ? 0 : entry.status
    },
  }
}

test.each(['TRACE', 'CONNECT', 'PROPFIND', 'BREW'])('%s is 405, whatever the address', (method) => {
  const door = openDoor(() => 0)
  for (const url of ['/', '/api/v1/runs', '/api/2.0/mlflow/runs/get?run_id=1'])
    expect(door({ method, url, headers: { ...HOST }, socket: {} })).toMatchObject({ status: 405 })
  expect(door({ method: 'HEAD', url: '/', headers: { ...HOST }, socket: {} })).toHaveProperty('line')
})

describe('which queue a request waits in', () => {
  test.each([
    ['a page without a cookie', '/runs', {}, 'stranger'],
    ['a signed session', '/runs', { cookie: `a=b; ${'x'}=y` }, 'stranger'],
    ['an unknown token', '/api/v1/runs', { authorization: 'Bearer sml_unknown' }, 'stranger'],
    ['a sign-in', '/api/auth/sign-in/email', {}, 'password'],
    ['a link that is redeemed', '/api/v1/redeem/invite', {}, 'password'],
    ['health', '/api/health', {}, 'health'],
    ['a file of the build', '/_next/static/chunks/a.js', {}, 'asset'],
    ['what only looks like one', '/icon.svg/x', {}, 'stranger'],
  ])('%s', (_name, path, headers, wanted) => {
    expect(queue(path, headers)).toBe(wanted)
  })

  test('a session only with our signature, and not beside another header', () => {
    expect(queue('/runs', { cookie: session() })).toBe('known')
    expect(queue('/runs', { cookie: session('z'.repeat(40)) })).toBe('stranger')
    expect(queue('/runs', { cookie: 'better-auth.session_token=aaaa.bbbb' })).toBe('stranger')
    expect(queue('/runs', { cookie: session(), authorization: 'Basic eDp5' })).toBe('stranger')
    expect(queue('/api/auth/sign-in/email', { cookie: session() })).toBe('password')
  })

  test('a browser that somebody was signed in on', () => {
    const [cookie = ''] = browserCookie('olga@example.org').split(';')
    expect(queue('/api/auth/sign-in/email', { cookie })).toBe('returning')
    expect(queue('/api/auth/sign-in/email', { cookie: `${cookie.slice(0, -9)}AAAAAAA%3D` })).toBe('password')
    expect(queue('/runs', { cookie })).toBe('stranger')
  })

  test('a token that worked, as bearer or as a password, until it fails', () => {
    knownTokens().remember('sml_works')
    const basic = `Basic ${Buffer.from('anybody:sml_works').toString('base64')}`
    expect(queue('/api/v1/runs', { authorization: 'Bearer sml_works' })).toBe('known')
    expect(queue('/api/2.0/mlflow/runs/log-batch', { authorization: basic })).toBe('known')
    knownTokens().forget('sml_works')
    expect(queue('/api/v1/runs', { authorization: 'Bearer sml_works' })).toBe('stranger')
  })

  test('tokens are remembered in a bounded number', () => {
    const known = openKnownTokens(2)
    for (const token of ['a', 'b', 'a', 'c']) known.remember(token)
    expect(['a', 'b', 'c'].map((token) => known.has(token))).toEqual([true, false, true])
  })
})

describe('the door', () => {
  test('lets a stranger ask some, and then only some a second; other addresses and people do not notice', () => {
    const { ask, wait } = openClock()
    const flood = Array.from({ length: 400 }, () => ask('/runs'))
    expect(flood.filter((status) => status === 0)).toHaveLength(300)
    expect(ask('/runs', HOST, '10.0.0.2')).toBe(0)
    expect(ask('/runs', { ...HOST, cookie: session() })).toBe(0)
    expect(ask('/api/health')).toBe(0)
    wait(1000)
    const second = Array.from({ length: 200 }, () => ask('/runs'))
    expect(second.filter((status) => status === 0)).toHaveLength(25)
  })

  test('holds a thousand addresses together as well, an IPv6 network as one', () => {
    const { ask } = openClock()
    const many = Array.from({ length: 1000 }, (_, n) => ask('/runs', HOST, `10.0.${n >> 8}.${n & 255}`))
    expect(many.filter((status) => status === 0)).toHaveLength(600)
    const one = openClock()
    const v6 = Array.from({ length: 400 }, (_, n) => one.ask('/runs', HOST, `2001:db8:1:2::${n}`))
    expect(v6.filter((status) => status === 0)).toHaveLength(300)
  })

  test.each(['evil.example', '127.0.0.1:3996.evil.example', '', '127.0.0.1', '127.0.0.1:80', '[::1]:3996'])(
    'answers no page, file or route for the host %j',
    (host) => {
      const { ask } = openClock()
      for (const path of [
        '/',
        '/sign-in',
        '/_next/static/a.js',
        '/api/health',
        '/api/v1/runs',
        '/api/auth/ok',
      ])
        expect(ask(path, { host })).toBe(403)
      expect(ask('/api/2.0/mlflow/runs/get', { host })).toBe(0)
    },
  )

  test('knows our names in any case, and refuses a request without a host and a path without end', () => {
    const { ask } = openClock()
    expect(ask('/', { host: 'LOCALHOST:3996' })).toBe(0)
    expect(ask('/', {})).toBe(403)
    expect(ask(`/${'a/'.repeat(100)}`)).toBe(404)
    expect(ask(`/${'a'.repeat(3000)}`)).toBe(404)
    expect(ask(`/api/v1/training/curves?runs=${'a'.repeat(20_000)}`)).toBe(0)
  })

  test.each([
    '/api/v1/rede%65m/invite',
    '/_next/static/../../api/auth/sign-in/email',
    '/_next/static/%2e%2e/%2E%2E/api/auth/sign-in/email',
    '/api/health/../auth/sign-in/email',
    '/x\\..\\api/auth/sign-in/email',
  ])('counts %s as what the application makes of it: a try of a password', (path) => {
    const { ask } = openClock()
    const flood = Array.from({ length: 100 }, () => ask(path))
    expect(flood.filter((status) => status === 0)).toHaveLength(60)
  })

  test.each(['http://127.0.0.1:3996/runs', '//evil.example/runs', '/\\evil.example', '*', '/%E0%A4%A', ''])(
    'the address %j is not one of ours',
    (path) => {
      expect(openClock().ask(path)).toBe(404)
    },
  )

  test('hands on the address of the connection, never one that the client names', () => {
    const headers: Record<string, string> = {
      ...HOST,
      [PEER_HEADER]: '6.6.6.6',
      'x-forwarded-for': '7.7.7.7',
    }
    openDoor(() => 0)({ url: '/', headers, socket: { remoteAddress: '::ffff:10.0.0.3' } })
    expect(peerOf(new Headers(headers))).toBe('10.0.0.3')
  })
})

test('buckets fill again, and never keep more keys than they may', () => {
  const take = openBuckets({ burst: 2, perSecond: 1 }, 3)
  expect([0, 0, 0, 500, 1000, 1000].map((at) => take('a', at))).toEqual([
    true,
    true,
    false,
    false,
    true,
    false,
  ])
  for (const key of ['b', 'c', 'd']) take(key, 1000)
  // Forgotten, and so full again: a bucket that all share holds who makes keys up.
  expect(take('a', 1000)).toBe(true)
  // A clock that goes back gives nothing.
  expect([take('e', 5000), take('e', 0), take('e', 0)]).toEqual([true, true, false])
})
