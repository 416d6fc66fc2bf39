import { expect, test } from 'vitest'
import { logLine } from '#lib/log.ts'

const line = (message: string, fields?: Record<string, unknown>) =>
  JSON.parse(logLine(new Date(0), 'info', message, fields))

test('one line of JSON with time, level, message and fields', () => {
  const text = logLine(new Date(0), 'warn', 'two\nlines', { runId: 'r', bytes: 5n, at2: new Date(1000) })
  expect(text).not.toContain('\n')
  expect(JSON.parse(text)).toEqual({
    at: '1970-01-01T00:00:00.000Z',
    level: 'warn',
    message: 'two\nlines',
    runId: 'r',
    bytes: '5',
    at2: '1970-01-01T00:00:01.000Z',
  })
})

test('secrets are hidden at every depth; token counts are not secrets', () => {
  const fields = { apiToken: 'x', headers: [{ Cookie: 'y', host: 'h' }], tokens: 12, tokensSecret: 3 }
  expect(line('m', fields)).toMatchObject({
    apiToken: '[hidden]',
    headers: [{ Cookie: '[hidden]', host: 'h' }],
    tokens: 12,
    tokensSecret: '[hidden]',
  })
})

test('passwords inside addresses are hidden, in messages, errors and causes', () => {
  const error = new Error('connect postgresql://app:pass1@host/db', { cause: new Error('mysql://a:pass2@h') })
  const text = logLine(new Date(0), 'error', 'lost postgresql://app:pass3@host/db', { error })
  expect(text).not.toMatch(/pass\d/)
  expect(text).toContain('postgresql://app:[hidden]@host/db')
})

test('a value that contains itself ends', () => {
  const loop: Record<string, unknown> = {}
  loop.self = loop
  expect(JSON.stringify(line('m', { loop }))).toContain('[deeper]')
})
