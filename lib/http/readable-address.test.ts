import { expect, test } from 'vitest'
import { isReadable } from '#lib/http/readable-address.ts'

const ask = (path: string) => isReadable(new URL(`http://127.0.0.1:3000${path}`))

test.each([
  '/seeds/%00',
  '/seeds/a%00b',
  '/runs?search=%00',
  '/runs?%00=1',
  '/seeds/%ED%A0%80',
  '/seeds/%',
  '/seeds/%C3',
])('the address %s is refused, not looked up', (path) => expect(ask(path)).toBe(false))

test.each(['/', '/seeds/a-b', '/training?search=h%C3%B6he+%F0%9F%98%80&x=%25', '/runs/compare?a=1'])(
  'the address %s passes',
  (path) => expect(ask(path)).toBe(true),
)
