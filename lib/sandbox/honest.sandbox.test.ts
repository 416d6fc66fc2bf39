import { afterAll, describe, expect, test } from 'vitest'
import type { SandboxBackendName } from '#lib/domain/ports/sandbox.ts'
import { Cage, programJob } from '#lib/sandbox/cage.fixture.ts'
import { HONEST } from '#lib/sandbox/honest.fixture.ts'

describe.each<SandboxBackendName>(['warm', 'cold'])('%s cells', (backend) => {
  const cage = new Cage(backend, 2, 'honest')
  afterAll(() => cage.close())

  test('the catalogue is complete', () => expect(HONEST.length).toBeGreaterThanOrEqual(25))
  test.each(HONEST)('H $name', { timeout: 120_000 }, async ({ source, limits }) => {
    const result = await cage.run(programJob(source, { limits: { wallMs: 30_000, ...limits } }))
    expect({ status: result.status, stdout: result.stdout, stderr: result.stderr }).toEqual({
      status: 'ok',
      stdout: 'right\n',
      stderr: '',
    })
  })
})
