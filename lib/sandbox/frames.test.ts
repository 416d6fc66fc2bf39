import { describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '#lib/domain/ports/sandbox.ts'
import { AnswerReader, encodeJob } from '#lib/sandbox/frames.ts'

function answerBytes(files: Record<string, string>, announced?: number): Buffer {
  const usage = { wallMs: 1, cpuMs: 1, maxRssMB: 1 }
  const sizes = Object.entries(files).map(([path, text]) => [path, announced ?? Buffer.byteLength(text)])
  const header = {
    status: 'ok',
    code: 0,
    stdout: 'é',
    stderr: '',
    truncated: false,
    refused: {},
    usage,
    files: sizes,
  }
  const body = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(body.byteLength)
  return Buffer.concat([length, body, ...Object.values(files).map((text) => Buffer.from(text))])
}

describe('an answer', () => {
  test.each([1, 3, 7, 10_000])('arrives whole in pieces of %i bytes', (size) => {
    const bytes = answerBytes({ 'a.txt': 'hello', b: '', 'c/d': 'ü' })
    const reader = new AnswerReader()
    for (let at = 0; at < bytes.byteLength; at += size) {
      const done = reader.push(bytes.subarray(at, at + size))
      expect(done).toBe(at + size >= bytes.byteLength)
    }
    const answer = reader.finish()
    expect(answer?.stdout).toBe('é')
    expect(
      Object.entries(answer?.files ?? {}).map(([path, data]) => [path, Buffer.from(data).toString()]),
    ).toEqual([
      ['a.txt', 'hello'],
      ['b', ''],
      ['c/d', 'ü'],
    ])
  })

  test('that is cut is not an answer', () => {
    const reader = new AnswerReader()
    expect(reader.push(answerBytes({ a: 'hello' }).subarray(0, -1))).toBe(false)
    expect(reader.finish()).toBeNull()
  })

  test('of absurd size is refused before it arrives', () => {
    expect(() => new AnswerReader().push(answerBytes({ a: '' }, 1e12))).toThrow(/announced/)
    expect(() => new AnswerReader().push(Buffer.from([255, 255, 255, 255]))).toThrow(/announced/)
  })

  test('may name a file __proto__ without harm', () => {
    const reader = new AnswerReader()
    reader.push(answerBytes({ ['__proto__']: 'x' }))
    expect(({} as Record<string, unknown>).x).toBeUndefined()
    expect(Object.getPrototypeOf(reader.finish()?.files)).toBe(Object.prototype)
  })
})

test('a request announces every byte that follows', () => {
  const files = { 'main.py': Buffer.from('print(1)'), 'd/x': new Uint8Array([1, 2, 3]) }
  const program = { kind: 'file', path: 'main.py' } as const
  const job = { id: 'j', role: 'solve', program, files, collect: [{ path: 'out/', maxBytes: 9 }] } as const
  const [length, header, ...bodies] = encodeJob(job, DEFAULT_LIMITS)
  expect(length?.readUInt32LE(0)).toBe(header?.byteLength)
  expect(JSON.parse(String(header))).toMatchObject({
    kind: 'file',
    entry: 'main.py',
    seed: 0,
    limits: DEFAULT_LIMITS,
    files: [
      ['main.py', 8],
      ['d/x', 3],
    ],
    collect: [['out/', 9]],
  })
  expect(bodies.map((body) => body.byteLength)).toEqual([8, 3])
})
