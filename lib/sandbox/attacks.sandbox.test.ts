import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SandboxBackendName, SandboxJob, SandboxResult } from '#lib/domain/ports/sandbox.ts'
import { type Attack, ESCAPE, EXHAUSTION, SEARCH, TAMPERING } from '#lib/sandbox/attacks.fixture.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import type { OpenedSandbox } from '#lib/sandbox/opened-sandbox.ts'

const PYTHON = process.env.SANDMLE_PYTHON ?? '/usr/bin/python3'

/** An honest neighbour: it leaves traces where cells could meet, computes, and must come back right. */
const VICTIM = `
import sys, time
token = open('token.txt').read()
for place in ('/tmp', '/dev/shm', '/cell'):
    open(place + '/answer-' + token, 'w').write(token)
total = sum(range(300000))
time.sleep(0.05)
open('out.txt', 'w').write(token[::-1] + ' ' + str(total))
`

function victimJob(token: string): SandboxJob {
  const files = { 'main.py': Buffer.from(VICTIM), 'token.txt': Buffer.from(token) }
  const collect = [{ path: 'out.txt', maxBytes: 200 }]
  return { id: `victim-${token}`, role: 'solve', program: { kind: 'file', path: 'main.py' }, files, collect }
}

function attackJob(attack: Attack): SandboxJob {
  return {
    id: attack.name,
    role: 'solve',
    program: { kind: 'file', path: 'main.py' },
    files: { 'main.py': Buffer.from(attack.source), ...attack.files },
    collect: attack.collect ?? [],
    limits: { wallMs: 10_000, ...attack.limits },
  }
}

function expectOutcome(attack: Attack, result: SandboxResult): void {
  expect(result.stdout).not.toContain('ESCAPED')
  expect({ status: result.status, stderr: result.stderr.slice(-300) }).toMatchObject({
    status: attack.status,
  })
  if (attack.output) expect(result.stdout).toMatch(attack.output)
  if (attack.code !== undefined) expect(result.code).toBe(attack.code)
  for (const [path, reason] of Object.entries(attack.refused ?? {}))
    expect(result.refused[path]).toMatch(reason)
  for (const [path, text] of Object.entries(attack.collected ?? {})) {
    expect(Buffer.from(result.files[path] ?? []).toString()).toBe(text)
  }
}

describe.each<SandboxBackendName>(['warm', 'cold'])('%s cells', (backend) => {
  let sandbox: OpenedSandbox
  beforeAll(async () => {
    const homeDir = join(tmpdir(), `sandmle-attacks-${backend}`)
    sandbox = await openSandbox({
      pythonDir: 'python',
      interpreter: PYTHON,
      homeDir,
      pool: 3,
      prefer: backend,
    })
    expect(sandbox.capabilities).toMatchObject({ kind: 'available', backend })
  }, 60_000)
  afterAll(() => sandbox.close())

  const attacks = [...EXHAUSTION, ...ESCAPE, ...SEARCH, ...TAMPERING].filter(
    ({ machine }) => (machine ?? process.arch) === process.arch,
  )
  test('the catalogue is complete', () => expect(attacks.length).toBeGreaterThanOrEqual(40))

  test.each(attacks)('$name', { timeout: 30_000 }, async (attack) => {
    const token = randomBytes(6).toString('hex')
    const [victim, result] = await Promise.all([
      sandbox.run(victimJob(token)),
      sandbox.run(attackJob(attack)),
    ])
    expectOutcome(attack, result)
    expect(victim).toMatchObject({ status: 'ok', stderr: '' })
    expect(Buffer.from(victim.files['out.txt'] ?? []).toString()).toBe(
      `${[...token].reverse().join('')} 44999850000`,
    )
  })
})
