import { expect, test } from 'vitest'
import type { Sandbox, SandboxResult } from '#lib/domain/ports/sandbox.ts'
import { InfraFault, runJob } from '#lib/pipeline/run-job.ts'

/** A sandbox whose cells are lost one after the other, each with these words. */
function losing(words: readonly string[]): Pick<Sandbox, 'run'> {
  const left = [...words]
  return {
    run: async (): Promise<SandboxResult> => ({
      status: 'infra',
      code: null,
      stdout: '',
      stderr: left.shift() ?? '',
      truncated: false,
      files: {},
      refused: {},
      usage: { wallMs: 0, cpuMs: 0, maxRssMB: 0 },
      sandbox: { backend: 'cold', layers: [], memoryCap: 'watchdog', policyHash: '', runtimeHash: '' },
    }),
  }
}

const job = {
  id: 'score',
  role: 'engine',
  program: { kind: 'file', path: 'a.py' },
  files: {},
  collect: [],
} as const

test.each([
  [['a', 'b', 'the host ended'], 'score: the host ended (3 tries).'],
  [['a', 'b', ' \n'], 'score: the sandbox gave no reason (3 tries).'],
])('a job whose cells are lost says what, where and what next', async (words, told) => {
  const sandbox: Sandbox = {
    ...losing(words),
    capabilities: { kind: 'refused', reason: '', fix: '', probes: [] },
    health: () => ({ state: 'serving', reason: null, lastFault: null }),
    close: async () => undefined,
  }
  const fault = await runJob({ sandbox }, job).catch((error: unknown) => error)
  expect(fault).toBeInstanceOf(InfraFault)
  expect(String(fault)).toContain(told)
  expect(String(fault)).toContain('npm run doctor')
})
