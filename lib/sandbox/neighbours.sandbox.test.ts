import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SandboxBackendName, SandboxJob, SandboxResult } from '#lib/domain/ports/sandbox.ts'
import { Slots } from '#lib/domain/slots.ts'
import { Cage } from '#lib/sandbox/cage.fixture.ts'
import { breaches, runsHere } from '#lib/sandbox/hostile.fixture.ts'
import { OBJECT_PAIRS } from '#lib/sandbox/neighbour-objects.fixture.ts'
import { SOCKET_PAIRS } from '#lib/sandbox/neighbour-sockets.fixture.ts'
import { INHERENT_PAIRS, STARVATION_PAIRS, TABLE_PAIRS } from '#lib/sandbox/neighbour-tables.fixture.ts'
import { LATE, MEETING_MS, type Pair, pairJobs, togetherJob } from '#lib/sandbox/neighbours.fixture.ts'

const held = { statuses: ['ok' as const] }
const AT_ONCE = 16
const ATTEMPTS = 4

describe.each<SandboxBackendName>(['warm', 'cold'])('%s cells', (backend) => {
  // A job that waits for a place would miss its meeting.
  const cage = new Cage(backend, AT_ONCE * 2, 'neighbours')
  afterAll(() => cage.close())

  async function together(jobs: (startMs: number) => SandboxJob[]): Promise<SandboxResult[]> {
    await cage.sandbox()
    for (let attempt = 1; ; attempt++) {
      const start = Date.now() + MEETING_MS[backend] * attempt
      const results = await Promise.all(jobs(start).map((job) => cage.run(job)))
      if (attempt === ATTEMPTS || !results.some(({ stdout }) => LATE.test(stdout))) return results
    }
  }

  const meet = async (pair: Pair): Promise<string[]> => {
    const token = randomBytes(8).toString('hex')
    const results = await together((start) => pairJobs(pair, token, start))
    return results.flatMap((result) => breaches(held, result))
  }

  test('a receiver in the same cell sees the sender', async () => {
    const pair = TABLE_PAIRS.find(({ name }) => name.endsWith('a file in /tmp'))
    if (!pair) throw new Error('no control')
    const [result] = await together((start) => [togetherJob(pair, 'token', start)])
    expect(result?.stdout).toContain('CROSSED')
  })

  describe('tell each other nothing', () => {
    const pairs = [...SOCKET_PAIRS, ...OBJECT_PAIRS, ...TABLE_PAIRS].filter(runsHere(backend))
    const outcomes = new Map<Pair, Promise<string[]>>()
    beforeAll(() => {
      const slots = new Slots(AT_ONCE)
      for (const pair of pairs) {
        const outcome = slots.with(() => meet(pair))
        outcome.catch(() => undefined)
        outcomes.set(pair, outcome)
      }
    })
    test('the catalogue is complete', () => {
      if (process.arch === 'x64') expect(pairs.length).toBeGreaterThanOrEqual(100)
    })
    test.each(pairs)('$name', async (pair) => expect(await outcomes.get(pair)).toEqual([]))
    test('and honest programs run', { timeout: 60_000 }, () => cage.serves())
  })

  describe('take nothing from each other', () => {
    test.each(STARVATION_PAIRS.filter(runsHere(backend)))('$name', { timeout: 60_000 }, (pair) =>
      cage.guarded(async () => {
        expect(await meet(pair)).toEqual([])
        await cage.serves()
      }),
    )
  })

  test.each(INHERENT_PAIRS.filter(runsHere(backend)))('$name: both end', async (pair) => {
    const results = await together((start) => pairJobs(pair, 'token', start))
    expect(results.map(({ status }) => status)).toEqual(['ok', 'ok'])
  })
})
