import { expect, test } from 'vitest'
import { readSignedCookie, signedCookie } from '#lib/http/signed-cookie.ts'

const SECRET = 's'.repeat(40)

test('a value comes back by its own name and key, and by no other', () => {
  const header = `a=1; session=${signedCookie('v.a=l', SECRET)}; b=2`
  expect(readSignedCookie(header, 'session', SECRET)).toBe('v.a=l')
  expect(readSignedCookie(header, 'session', 'z'.repeat(40))).toBeNull()
  expect(readSignedCookie(header, 'ession', SECRET)).toBeNull()
  expect(readSignedCookie(null, 'session', SECRET)).toBeNull()
})

test.each(['', '.', 'a', 'a.', '.sig', '%E0%A4%A', 'token.QUFB', encodeURIComponent('a.😀')])(
  'a cookie %j is none',
  (value) => {
    expect(readSignedCookie(`session=${value}`, 'session', SECRET)).toBeNull()
  },
)

test('one that another program of this host set first is passed over', () => {
  const header = `session=other.AAAA; session=${signedCookie('mine', SECRET)}`
  expect(readSignedCookie(header, 'session', SECRET)).toBe('mine')
})
