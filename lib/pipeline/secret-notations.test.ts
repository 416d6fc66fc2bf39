import { describe, expect, test } from 'vitest'
import { tellsSecret } from '#lib/pipeline/secret-notations.ts'
import { stream } from '#lib/pipeline/stream.ts'
import { secretIn, trialSecretOf, underSecret, wordsOf } from '#lib/pipeline/task-secret.ts'

const draws = stream('secret-notations')
const randomSecret = (): string => Array.from({ length: 32 }, () => draws.below(16).toString(16)).join('')
const SECRETS = Array.from({ length: 40 }, randomSecret)

const bytesOf = (secret: string): Buffer => Buffer.from(secret, 'hex')
const whole = (secret: string): bigint => BigInt(`0x${secret}`)
const grouped = (value: number | bigint, mark: string): string =>
  String(value).replace(/\B(?=(\d{3})+$)/g, mark)

/** How programs write numbers and bytes; each gives a text that holds the secret or one of its words. */
const NOTATIONS: Readonly<Record<string, (secret: string) => string>> = {
  hex: (secret) => secret,
  'upper-case hex': (secret) => secret.toUpperCase(),
  'spaced hex': (secret) => (secret.match(/../g) ?? []).join(' '),
  'hex with colons': (secret) => (secret.match(/../g) ?? []).join(':'),
  'hex words': (secret) =>
    wordsOf(secret)
      .map((word) => `0x${word.toString(16).padStart(8, '0')}`)
      .join(', '),
  'Python bytes': (secret) => `b'${(secret.match(/../g) ?? []).map((byte) => `\\x${byte}`).join('')}'`,
  'percent signs': (secret) => (secret.match(/../g) ?? []).map((byte) => `%${byte.toUpperCase()}`).join(''),
  'reversed bytes': (secret) => bytesOf(secret).reverse().toString('hex'),
  'reversed text': (secret) => [...secret].reverse().join(''),
  'a Python list': (secret) => `[${wordsOf(secret).join(', ')}]`,
  'one word': (secret) => `seed=${wordsOf(secret)[2]}!`,
  'grouped by commas': (secret) =>
    wordsOf(secret)
      .map((word) => grouped(word, ','))
      .join(' '),
  'grouped by underscores': (secret) => grouped(whole(secret), '_'),
  'one number': (secret) => String(whole(secret)),
  'a number of the other byte order': (secret) => String(whole(bytesOf(secret).reverse().toString('hex'))),
  'a signed word': (secret) => String((wordsOf(secret)[0] ?? 0) - 2 ** 32),
  'a float': (secret) => `${wordsOf(secret)[1]}.0`,
  octal: (secret) => `0o${whole(secret).toString(8)}`,
  'binary words': (secret) =>
    wordsOf(secret)
      .map((word) => word.toString(2).padStart(32, '0'))
      .join('_'),
  'base 36': (secret) => whole(secret).toString(36),
  'wide digits': (secret) =>
    [...String(whole(secret))].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join(''),
  'a list of bytes': (secret) => `[${[...bytesOf(secret)].join(', ')}]`,
  'one byte a line': (secret) => [...bytesOf(secret)].join('\n'),
  base64: (secret) => bytesOf(secret).toString('base64'),
  'base64 for addresses': (secret) => bytesOf(secret).toString('base64url'),
  'base64 inside other bytes': (secret) =>
    Buffer.concat([Buffer.from('key='), bytesOf(secret), Buffer.from('!')]).toString('base64'),
  'base64 in lines': (secret) =>
    (
      bytesOf(secret)
        .toString('base64')
        .match(/.{1,6}/g) ?? []
    ).join('\n'),
  'base64 of hex': (secret) => Buffer.from(`secret: ${secret}`).toString('base64'),
}

describe.each(Object.entries(NOTATIONS))('%s', (_name, write) => {
  test('is noticed in whatever stands around it', () => {
    for (const secret of SECRETS) {
      const text = `id,value\nTraceback: ValueError: ${write(secret)}\nrow 17 of 29890\n`
      expect({ secret, told: tellsSecret(text, secret) }).toEqual({ secret, told: true })
    }
  })
})

test('ordinary tables, logs and programs tell no secret', () => {
  const rows = Array.from({ length: 4000 }, (_, at) => {
    const id = draws
      .below(2 ** 32)
      .toString(16)
      .padStart(8, '0')
    return `${id},${draws.next()},${draws.below(2)},${at}`
  })
  const text = `import numpy\nSECRET = [0, 0, 0, 0]\n${rows.join('\n')}`
  for (const secret of SECRETS) expect(tellsSecret(text, secret)).toBe(false)
})

describe('the line of a generator', () => {
  const generator = 'import numpy\nSECRET = [0, 0, 0, 0]\nprint(SECRET)\n'

  test.each(SECRETS.slice(0, 5))('takes %s and gives it back', (secret) => {
    const program = underSecret(generator, secret) ?? ''
    expect(secretIn(program)).toBe(secret)
    expect(underSecret(program, '0'.repeat(32))).toBe(generator)
  })

  test.each([
    ['none', 'import numpy\n'],
    ['two', 'SECRET = [0, 0, 0, 0]\nSECRET = [1, 2, 3, 4]\n'],
    ['another form', 'SECRET=[0, 0, 0, 0]\n'],
    ['an indented one', 'def f():\n    SECRET = [0, 0, 0, 0]\n'],
  ])('%s is not taken for it', (_name, text) => {
    expect(underSecret(text, SECRETS[0] ?? '')).toBeNull()
    expect(secretIn(text)).toBeNull()
  })

  test.each(['0x1, 2, 3, 4', '1, 2, 3', '1, 2, 3, 4294967296', 'a, b, c, d'])(
    '[%s] is not a secret',
    (words) => {
      expect(secretIn(`SECRET = [${words}]\n`)).toBeNull()
    },
  )
})

test('a trial secret follows from what was told and from nothing else', () => {
  expect(trialSecretOf({ a: 1 })).toBe(trialSecretOf({ a: 1 }))
  expect(trialSecretOf({ a: 1 })).not.toBe(trialSecretOf({ a: 2 }))
  expect(trialSecretOf({ a: 1 })).toMatch(/^[0-9a-f]{32}$/)
})
