import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { canonicalSubmission } from '#lib/tables/canonical-submission.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const canonical = async (text: string | Uint8Array, classes: string[] | null = null) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    await canonicalSubmission(typeof text === 'string' ? encode(text) : text, classes),
  )

describe('what Excel and pandas write becomes what evaluators read', () => {
  const plain = 'id,y\n7,0.25\n8,1\n'
  test.each([
    ['plain', plain],
    ['a byte order mark', `\uFEFF${plain}`],
    ['CRLF', plain.replaceAll('\n', '\r\n')],
    ['CR alone', plain.replaceAll('\n', '\r')],
    ['quotes', '"id","y"\n"7","0.25"\n"8","1"\n'],
    ['semicolons and decimal commas', 'id;y\n7;0,25\n8;1\n'],
    ['sep=', 'sep=;\r\nid;y\r\n7;0,25\r\n8;1\r\n'],
    ['tabs', 'id\ty\n7\t0.25\n8\t1\n'],
    ['UTF-16', Buffer.from(`\uFEFF${plain}`, 'utf16le')],
  ])('%s', async (_, text) => {
    expect(await canonical(text)).toBe(plain)
  })

  test('whole classes that are written as fractions, only where that class exists', async () => {
    expect(await canonical('id,y\n1,2.0\n2,0.0\n', ['0', '1', '2'])).toBe('id,y\n1,2\n2,0\n')
    expect(await canonical('id,y\n1,2.0\n2,9.0\n', ['2.0', '2'])).toBe('id,y\n1,2.0\n2,9.0\n')
    expect(await canonical('id,y\n1,2.5\n', ['2'])).toBe('id,y\n1,2.5\n')
    expect(await canonical('id,y\n1,a;b\n', ['a;b'])).toBe('id,y\n1,a;b\n')
  })
  test('ids stay as they are, whatever they look like', async () => {
    expect(await canonical('id;y\n1.234;0,5\n2 000;0,6\n01;1\n')).toBe('id,y\n1.234,0.5\n2 000,0.6\n01,1\n')
  })
  test('numbers of regression stay numbers, 2.0 too', async () => {
    expect(await canonical('id,y\n1,2.0\n2,-3e-05\n')).toBe('id,y\n1,2.0\n2,-3e-05\n')
  })
})

test.each([
  ['ragged', 'id,y\n1,2\n3\n'],
  ['no table', '<html></html>'],
  ['a number that may be two', 'id;y\n1;1,234\n2;5,678\n'],
  ['a repeated header', 'id,y\n1,2\nid,y\n'],
  ['remarks', '# mine\nid,y\n1,2\n'],
  ['empty', ''],
  ['an open quote', 'id,y\n1,"2\n'],
])('what is not certain is passed on as it came: %s', async (_, text) => {
  expect(await canonical(text, null)).toBe(text)
})

const GOLDEN = z
  .object({
    cases: z.array(
      z.object({
        name: z.string(),
        text: z.string(),
        encoding: z.enum(['utf-8', 'utf-8-sig', 'utf-16-le', 'utf-16-be']).default('utf-8'),
        classes: z.array(z.string()).nullable().default(null),
        read: z.string().nullable(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../../python/tests/submissions.json', import.meta.url), 'utf8')))

function encoded(text: string, encoding: (typeof GOLDEN)['cases'][number]['encoding']): Uint8Array {
  if (encoding === 'utf-8') return encode(text)
  if (encoding === 'utf-8-sig') return encode(`\uFEFF${text}`)
  const units = Buffer.from(text, 'utf16le')
  return encoding === 'utf-16-le' ? units : units.swap16()
}

describe('the reader that evaluators carry and this one agree', () => {
  test('on a table of at least 20 files', () => expect(GOLDEN.cases.length).toBeGreaterThanOrEqual(20))
  test.each(GOLDEN.cases)('$name', async ({ text, encoding, classes, read }) => {
    const bytes = encoded(text, encoding)
    const found = await canonicalSubmission(bytes, classes)
    if (read !== null) expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(found)).toBe(read)
    // What is refused is passed on as it came: the evaluator says why.
    else expect(found).toBe(bytes)
  })
})
