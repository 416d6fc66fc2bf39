import { expect, test } from 'vitest'
import { isAsPinned, readLock } from '#lib/sandbox/pinned.ts'

const LOCK = await readLock()
const version = (name: string) => new RegExp(`^${name}==(\\S+) `, 'm').exec(LOCK)?.[1]
const runtime = (over: Record<string, string> = {}) =>
  [
    'python 3.11.2',
    ...['numpy', 'pandas', 'scipy', 'scikit-learn', 'pillow', 'lightgbm'].map(
      (name) => `${name} ${over[name] ?? version(name)}`,
    ),
    `xgboost ${over.xgboost ?? version('xgboost-cpu')}`,
    'x86_64',
  ].join(', ')

test('the versions of the lock are as pinned, on any machine', () => {
  expect(isAsPinned(runtime(), LOCK)).toBe(true)
  expect(isAsPinned(runtime().replace('x86_64', 'aarch64'), LOCK)).toBe(true)
})

test.each([
  ['another release', runtime({ pandas: '2.2.3' })],
  ['a longer version that begins alike', runtime({ numpy: `${version('numpy')}1` })],
  ['an extra that is missing', runtime().replace(/, lightgbm [^,]+/, '')],
  ['a library that is missing', runtime().replace(/, scipy [^,]+/, '')],
])('%s is not', (_, other) => {
  expect(isAsPinned(other, LOCK)).toBe(false)
})

test('every pinned package has the hash of its wheels, and no line names where it comes from', () => {
  const lines = LOCK.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  expect(
    lines.filter((line) => !/^( {4}--hash=sha256:[0-9a-f]{64}| *[a-z0-9-]+==[\w.]+)( \\)?$/.test(line)),
  ).toEqual([])
})
