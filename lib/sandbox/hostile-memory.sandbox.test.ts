import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import type { SandboxBackendName } from '#lib/domain/ports/sandbox.ts'
import { Cage } from '#lib/sandbox/cage.fixture.ts'
import { runsHere } from '#lib/sandbox/hostile.fixture.ts'
import { BUFFERS } from '#lib/sandbox/hostile-buffers.fixture.ts'
import { HOARDERS, MEMORY_MB, OUTSIDE_SLACK_MB } from '#lib/sandbox/hostile-memory.fixture.ts'
import { memoryTaken, type Taken } from '#lib/sandbox/machine-memory.fixture.ts'

/** Only the machine as a whole knows; what others did meanwhile must not fail a test three times in a row. */
const ATTEMPTS = 3

describe.each<SandboxBackendName>(['warm', 'cold'])('%s cells', (backend) => {
  const cage = new Cage(backend, 2, 'memory')
  afterAll(() => cage.close())

  test.each([...HOARDERS, ...BUFFERS].filter(runsHere(backend)))(
    '$name',
    { timeout: 90_000 },
    async (attack) => {
      const budget = MEMORY_MB + (attack.limits?.diskMB ?? 0) + OUTSIDE_SLACK_MB
      await cage.sandbox()
      const taken: Taken[] = []
      while (taken.length < ATTEMPTS && !taken.some(({ machineMB }) => machineMB < budget)) {
        // The kernel gives some of it back later.
        if (taken.length > 0) await sleep(1_000)
        taken.push(await memoryTaken(() => cage.hold(attack)))
      }
      const least = Math.min(...taken.map(({ machineMB }) => machineMB))
      const own = Math.max(...taken.map(({ processesMB }) => processesMB))
      expect({ over: least >= budget || own >= budget, least, own }).toMatchObject({ over: false })
    },
  )
})
