import { beforeAll, expect, test } from 'vitest'
import { isTrustedHost, isTrustedOrigin, untrusted } from '#lib/http/trusted-origins.ts'

// Listens on 3910; browsers come through a tunnel from 8099.
beforeAll(() => {
  Object.assign(process.env, {
    DATABASE_URL: 'postgresql://nowhere/none',
    SANDMLE_URL: 'http://localhost:8099',
    PORT: '3910',
  })
})

test.each(['localhost:8099', '127.0.0.1:8099', 'localhost:3910', '127.0.0.1:3910'])('%s is ours', (host) => {
  expect(isTrustedHost(host)).toBe(true)
  expect(isTrustedOrigin(`http://${host}`)).toBe(true)
})

test.each(['localhost:8098', 'localhost', 'evil.example:8099', 'evil.example', '[::1]:3910'])(
  '%s is not, and the refusal names it and the setting',
  (host) => {
    expect(isTrustedHost(host)).toBe(false)
    expect(isTrustedOrigin(`http://${host}`)).toBe(false)
    expect(untrusted(host)).toMatch(/is not trusted.*SANDMLE_URL/)
    expect(untrusted(host)).toContain(host)
  },
)

test('a long name is cut, and none at all is said', () => {
  expect(untrusted('x'.repeat(5000)).length).toBeLessThan(500)
  expect(untrusted(null)).toContain('none was named')
})
