import { afterAll, describe, expect, test } from 'vitest'
import type { SandboxBackendName } from '#lib/domain/ports/sandbox.ts'
import { Cage } from '#lib/sandbox/cage.fixture.ts'
import { runsHere } from '#lib/sandbox/hostile.fixture.ts'
import { CLONE_WORDS } from '#lib/sandbox/hostile-clone.fixture.ts'
import { PROCESS_TREE } from '#lib/sandbox/hostile-tree.fixture.ts'

describe.each<SandboxBackendName>(['warm', 'cold'])('%s cells', (backend) => {
  // The smallest pool has one waiting cell to spare: a place that is lost for good is noticed after two attacks.
  const rounds = backend === 'warm' ? 2 : 1
  const cage = new Cage(backend, 1, 'tree', backend === 'warm' ? 3 : 1)
  afterAll(() => cage.close())

  const attacks = [...CLONE_WORDS, ...PROCESS_TREE].filter(runsHere(backend))
  test('the catalogue is complete', () => {
    if (process.arch === 'x64') expect(attacks.length).toBeGreaterThanOrEqual(60)
  })
  test.each(attacks)('$name', { timeout: 90_000 }, async (attack) => {
    await cage.hold(attack, attack.runs ?? rounds)
  })
})
