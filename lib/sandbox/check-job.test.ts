import { describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS, type SandboxJob } from '#lib/domain/ports/sandbox.ts'
import { checkJob } from '#lib/sandbox/check-job.ts'

const bytes = Buffer.from('x')
const job = (more: Partial<SandboxJob> = {}): SandboxJob => ({
  id: 'j',
  role: 'solve',
  program: { kind: 'file', path: 'main.py' },
  files: { 'main.py': bytes },
  collect: [],
  ...more,
})

test('a good job gets the full limits', () => {
  expect(checkJob(job({ limits: { wallMs: 500 } }))).toEqual({ ...DEFAULT_LIMITS, wallMs: 500 })
})

describe('refused before anything runs', () => {
  const refused: [string, Partial<SandboxJob>, RegExp][] = [
    ['parent folder', { files: { 'main.py': bytes, '../x': bytes } }, /unsafe path/],
    ['absolute path', { files: { 'main.py': bytes, '/x': bytes } }, /unsafe path/],
    ['a dot as a segment', { files: { 'main.py': bytes, 'a/./b': bytes } }, /unsafe path/],
    ['an empty segment', { files: { 'main.py': bytes, 'a//b': bytes } }, /unsafe path/],
    ['a zero byte', { files: { 'main.py': bytes, 'a\0': bytes } }, /unsafe path/],
    [
      'file and folder of one name',
      { files: { 'main.py': bytes, a: bytes, 'a/b': bytes } },
      /a file and a folder/,
    ],
    ['program missing', { files: {} }, /not among its files/],
    ['module of another package', { program: { kind: 'module', name: 'os' } }, /not a module of the sandmle/],
    [
      'too many bytes',
      { files: { 'main.py': Buffer.alloc(3 << 20) }, limits: { diskMB: 2 } },
      /2 MB allowed/,
    ],
    [
      'too many files',
      { files: { 'main.py': bytes, a: bytes, b: bytes }, limits: { inodes: 4 } },
      /2 allowed/,
    ],
    ['limit of zero', { limits: { wallMs: 0 } }, /limit wallMs = 0/],
    ['limit that is not a number', { limits: { memoryMB: Number.NaN } }, /limit memoryMB/],
    ['limit beyond the machine', { limits: { processes: 1e9 } }, /limit processes/],
    ['collects outside', { collect: [{ path: '../etc/', maxBytes: 1 }] }, /unsafe path to collect/],
    [
      'answers beside a solution',
      { files: { 'main.py': bytes, 'judge/answer.csv': bytes } },
      /holds answers/,
    ],
    ['answers under another folder', { files: { 'main.py': bytes, 'd/oracle.csv': bytes } }, /holds answers/],
  ]
  test.each(refused)('%s', (_name, more, reason) => {
    expect(() => checkJob(job(more))).toThrow(reason)
  })

  test('an evaluator may hold the answers', () => {
    const files = { 'main.py': bytes, 'judge/answer.csv': bytes }
    expect(checkJob(job({ role: 'evaluate', files }))).toEqual(DEFAULT_LIMITS)
  })
})
