import { expect, test } from 'vitest'
import { localPath, signInPath } from '#lib/http/sign-in-path.ts'

test.each(['/runs', '/environments?status=verified&page=2', '/review/x#L3', '/training/a%2Fb?x=%C3%A4'])(
  '%s is where one comes back to',
  (wanted) => {
    const { searchParams, pathname } = new URL(signInPath(wanted), 'http://studio.test')
    expect(pathname).toBe('/sign-in')
    expect(localPath(searchParams.get('next'))).toBe(wanted)
  },
)

test.each([null, '/'])('from %s one comes to the overview', (wanted) => {
  expect(signInPath(wanted)).toBe('/sign-in')
})

test.each([
  '//evil.example',
  '/\t/evil.example',
  '/\n\\evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/\\evil.example',
  'https://evil.example',
  'runs',
  '',
  undefined,
  ['/a', '/b'],
])('%s is not an address of ours', (next) => {
  expect(localPath(next)).toBe('/')
})
