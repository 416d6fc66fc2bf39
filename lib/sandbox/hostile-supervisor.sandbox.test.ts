import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SandboxBackendName } from '#lib/domain/ports/sandbox.ts'
import { Cage } from '#lib/sandbox/cage.fixture.ts'
import { hostileJob, rowOf, rowsJob, runsHere } from '#lib/sandbox/hostile.fixture.ts'
import { ENDINGS } from '#lib/sandbox/hostile-endings.fixture.ts'
import { SETTINGS_OF_PID_1, SUPERVISOR } from '#lib/sandbox/hostile-supervisor.fixture.ts'
import { WALL } from '#lib/sandbox/hostile-wall.fixture.ts'

describe.each<SandboxBackendName>(['warm', 'cold'])('%s cells', (backend) => {
  const cage = new Cage(backend, 1, 'supervisor')
  afterAll(() => cage.close())

  const attacks = [...SUPERVISOR, ...WALL, ...ENDINGS].filter(runsHere(backend))
  test('the catalogue is complete', () => {
    if (process.arch === 'x64') expect(attacks.length).toBeGreaterThanOrEqual(70)
  })
  test.each(attacks)('$name', { timeout: 120_000 }, async (attack) => {
    await cage.hold(attack)
  })

  describe.runIf(process.arch === 'x64')('S2 nothing of pid 1 can be changed', () => {
    let stdout = ''
    beforeAll(async () => {
      stdout = (await cage.run(hostileJob(rowsJob('pid 1', SETTINGS_OF_PID_1)))).stdout
    }, 90_000)
    test.each(SETTINGS_OF_PID_1.map(({ name }, index) => ({ name, index })))('$name', ({ index }) =>
      expect(rowOf(stdout, index)).toMatch(/^blocked/),
    )
    test('and honest programs run', () => cage.serves())
  })
})
