import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isStorable } from '#lib/domain/text.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import type { OpenedSandbox } from '#lib/sandbox/opened-sandbox.ts'

let sandbox: OpenedSandbox
let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'odd-output-'))
  const interpreter = process.env.SANDMLE_PYTHON ?? '/usr/bin/python3'
  sandbox = await openSandbox({
    pythonDir: join(import.meta.dirname, '../../python'),
    interpreter,
    homeDir: home,
    pool: 1,
  })
})
afterAll(async () => {
  await sandbox.close()
  await rm(home, { recursive: true, force: true })
})

/** Bytes that are not text, in every place where a program can put some. */
const PROGRAM = `
import os, sys
os.mkdir('out')
for name in (b'fine.txt', b'out-\\xff.txt', b'out-\\xed\\xa0\\x80.txt', b'out-\\x01.txt'):
    with open(b'out/' + name, 'wb') as file:
        file.write(b'x')
sys.stdout.buffer.write(b'a\\x00b \\xed\\xa0\\x80 \\xff')
sys.stderr.buffer.write(b'e\\x00 \\xc3')
sys.exit(3)
`

test('whatever bytes a program writes, the result is text that can be stored', async () => {
  const result = await sandbox.run({
    id: 'odd',
    role: 'solve',
    program: { kind: 'file', path: 'main.py' },
    files: { 'main.py': Buffer.from(PROGRAM) },
    collect: [{ path: 'out/', maxBytes: 1000 }],
  })
  expect({ status: result.status, code: result.code }).toEqual({ status: 'nonzero', code: 3 })
  expect(result.stdout).toMatch(/^a\ufffdb /)
  expect(result.stderr).toMatch(/^e\ufffd /)
  expect(Object.keys(result.files)).toContain('out/fine.txt')
  const texts = [
    result.stdout,
    result.stderr,
    ...Object.keys(result.files),
    ...Object.entries(result.refused).flat(),
  ]
  expect(texts.filter((text) => !isStorable(text))).toEqual([])
})
