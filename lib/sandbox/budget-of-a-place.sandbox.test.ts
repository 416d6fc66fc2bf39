import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { programJob } from '#lib/sandbox/cage.fixture.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import type { OpenedSandbox } from '#lib/sandbox/opened-sandbox.ts'

const PYTHON = process.env.SANDMLE_PYTHON ?? '/usr/bin/python3'

let sandbox: OpenedSandbox
beforeAll(async () => {
  const homeDir = join(tmpdir(), 'sandmle-place-test')
  sandbox = await openSandbox({ pythonDir: 'python', interpreter: PYTHON, homeDir, pool: 1 })
}, 60_000)
afterAll(() => sandbox.close())

/**
 * Names that are not there are remembered by the kernel, charged to the cell that asked, and outlive it. Two such jobs
 * leave more at a place than the budget of the next one, which must not suffer for it either.
 */
const LEAVES_NAMES = `
import os, time
base, end, n = os.path.dirname(os.__file__) + '/' + os.urandom(6).hex(), time.time() + 1.5, 0
while time.time() < end: os.access(base + str(n) + 'x' * 200, 0); n += 1
`
/** Says how far it came before it was ended. */
const GROWS = `
import os
kept = []
for step in range(60):
    kept.append(bytearray(os.urandom(1)) * (16 << 20)); os.write(1, b'%d\\n' % (16 * (step + 1)))
`
const grownMB = async (): Promise<number> => {
  const { status, stdout } = await sandbox.run(
    programJob(GROWS, { limits: { memoryMB: 64, wallMs: 20_000 } }),
  )
  expect(status).toBe('memory')
  return Number(stdout.trim().split('\n').at(-1))
}

test('what earlier jobs left at a place gives later ones no room', { timeout: 120_000 }, async () => {
  const before = await grownMB()
  for (let round = 0; round < 6; round++)
    expect((await sandbox.run(programJob(LEAVES_NAMES))).status).toBe('ok')
  // Every place has had its turn.
  for (let round = 0; round < 3; round++) expect(await grownMB()).toBeLessThanOrEqual(before + 32)
})
