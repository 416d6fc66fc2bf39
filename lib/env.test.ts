import { expect, test } from 'vitest'
import { parseEnv } from '#lib/env.ts'

const DATABASE_URL = 'postgresql://app@127.0.0.1/sandmle'

test('defaults, an absolute home, and empty means unset', () => {
  const env = parseEnv({ DATABASE_URL, PORT: '', SANDMLE_URL: '' })
  expect(env).toMatchObject({
    PORT: 3000,
    SANDMLE_URL: 'http://127.0.0.1:3000',
    SANDMLE_PYTHON: expect.stringMatching(/\/(\.venv|usr)\/bin\/python3$/),
  })
  expect(env.SANDMLE_HOME).toMatch(/^\/.*\.sandmle$/)
  expect(parseEnv({ DATABASE_URL, PORT: '3100' }).PORT).toBe(3100)
})

test.each([
  [{}, /DATABASE_URL is not set; start with `npm run up`/],
  [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL is not a postgresql:\/\/ address/],
  [{ DATABASE_URL, PORT: 'http' }, /PORT is not a port/],
  [{ DATABASE_URL, PORT: '70000' }, /PORT /],
  [{ DATABASE_URL, BETTER_AUTH_SECRET: 'short' }, /BETTER_AUTH_SECRET needs 32 characters/],
])('%j is refused by name', (source, message) => {
  expect(() => parseEnv(source)).toThrow(message)
})
