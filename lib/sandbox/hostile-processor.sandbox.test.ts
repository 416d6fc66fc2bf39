import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import type { SandboxBackendName } from '#lib/domain/ports/sandbox.ts'
import { Cage, programJob } from '#lib/sandbox/cage.fixture.ts'
import { hostile, hostileJob, runsHere } from '#lib/sandbox/hostile.fixture.ts'
import {
  ACCOUNT,
  BUDGET,
  BURN_S,
  HONEST_WORK,
  SIXTY_SESSIONS,
  TWO_SPINNERS,
} from '#lib/sandbox/hostile-processor.fixture.ts'

/** Clock ticks and the first moments of a child may be lost, no more. */
const COUNTED = 0.7
/** Two cells, each with its half: a crowd may cost what one busy neighbour costs; what others do is chance. */
const UNFAIR = 3
const ATTEMPTS = 3

describe.each<SandboxBackendName>(['warm', 'cold'])('%s cells', (backend) => {
  const cage = new Cage(backend, 2, 'processor')
  afterAll(() => cage.close())

  test.each(ACCOUNT.filter(runsHere(backend)))('$name', { timeout: 90_000 }, async (attack) => {
    const { usage } = await cage.hold(attack)
    expect(usage.cpuMs).toBeGreaterThan(BURN_S * 1000 * COUNTED)
  })

  test.each(BUDGET.filter(runsHere(backend)))('$name', { timeout: 90_000 }, async (attack) => {
    await cage.hold(attack)
  })

  async function honestBeside(source: string): Promise<number> {
    const job = hostileJob(hostile('crowd', source, { limits: { wallMs: 60_000, cpuS: 600 } }))
    const leave = new AbortController()
    const sandbox = await cage.sandbox()
    const crowd = sandbox.run(job, leave.signal).catch(() => null)
    await sleep(1_000)
    const honest = await sandbox.run(programJob(HONEST_WORK, { limits: { wallMs: 60_000, cpuS: 60 } }))
    leave.abort()
    await crowd
    expect(honest).toMatchObject({ status: 'ok', stderr: '' })
    return Number(honest.stdout)
  }

  test('C3 sixty sessions take no more than one busy neighbour', { timeout: 290_000 }, () =>
    cage.guarded(async () => {
      const ratios: number[] = []
      while (ratios.length < ATTEMPTS && !ratios.some((ratio) => ratio < UNFAIR)) {
        const fair = await honestBeside(TWO_SPINNERS)
        ratios.push((await honestBeside(SIXTY_SESSIONS)) / fair)
      }
      expect(Math.min(...ratios)).toBeLessThan(UNFAIR)
      await cage.serves()
    }),
  )
})
