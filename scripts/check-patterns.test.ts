import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkPatterns, objectionTo, patternsOf } from '#scripts/check-patterns.mjs'

let dir = ''
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'patterns-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

// The first two blocked a worker for minutes, by 977 bytes and by 60,000 spaces; the others are their kinds.
test.each([
  ['a value between blanks and a comment', String.raw`^(\s*)([A-Za-z_][\w-]*):\s*(.*?)\s*(?:#.*)?$`],
  ['two gaps in a name', String.raw`(?:^|\/)run-(.+?)-tag-(.+)\.csv$`],
  ['an end that is looked for from everywhere', String.raw`\/+$`],
  ['the same twice around a word', '^[a-z_]*submission[a-z_]*$'],
  ['a repeated repetition', '^(a+)+$'],
  ['two ways through one class', String.raw`^(\w|\d)+$`],
])('refused: %s', { timeout: 120_000 }, async (_name, source) => {
  expect(await objectionTo(source, '')).not.toBeNull()
})

test.each([
  ['an anchored name', String.raw`^[A-Za-z_][\w-]*$`],
  ['one class and an end that it does not hold', String.raw`^[^:]*:$`],
  ['a bounded tail', String.raw`(\d{1,9})$`],
])('taken: %s', { timeout: 120_000 }, async (_name, source) => {
  expect(await objectionTo(source, '')).toBeNull()
})

test('finds literals wherever they stand, and none in texts and comments', () => {
  const code = [
    'const a = /x+/u',
    "const b = '/y+$/' // /z+$/",
    'const c = 4 / 2 / 1',
    'const d = (one: string) => one.replace(/w/g, `${/v/.exec(one)?.[0]}`)',
    'const e = <T,>(of: T) => new RegExp(String(of))',
  ].join('\n')
  expect(patternsOf(code, 'a.ts').map(({ line, source }) => [line, source])).toEqual([
    [1, 'x+'],
    [4, 'w'],
    [4, 'v'],
    [5, null],
  ])
})

test('names file, line and pattern; tests and fixtures are left out', { timeout: 120_000 }, async () => {
  mkdirSync(join(dir, 'lib'))
  writeFileSync(join(dir, 'lib/bad.ts'), 'export const a = 1\nexport const b = /^(a+)+$/\n')
  writeFileSync(join(dir, 'lib/made.ts'), 'export const c = (text: string) => RegExp(text)\n')
  writeFileSync(join(dir, 'lib/good.tsx'), 'export const d = () => <p>{/ok/.source}</p>\n')
  writeFileSync(join(dir, 'lib/bad.test.ts'), 'export const e = /^(a+)+$/\n')
  const { problems, patterns } = await checkPatterns(dir, ['lib', 'nothing'], new Set())
  expect(patterns).toBe(3)
  expect(problems).toEqual([
    expect.stringMatching(/^lib\/bad\.ts:2: \/\^\(a\+\)\+\$\/ takes exponential time/),
    expect.stringMatching(/^lib\/made\.ts:1: .*run time/),
  ])
})
