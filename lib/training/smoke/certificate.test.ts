import { describe, expect, test } from 'vitest'
import type { SmokeReport, SmokeSeed, SmokeStep } from '#lib/contracts/smoke.ts'
import { judgeSmoke } from '#lib/training/smoke/certificate.ts'
import { slicesOf } from '#lib/training/smoke/summary.ts'

const step = (number: number, counts: Partial<SmokeStep> = {}): SmokeStep => ({
  seed: 0,
  step: number,
  rollouts: 32,
  reward: 16,
  valid: 24,
  medals: 12,
  timeouts: 0,
  infra: 0,
  groups: 4,
  liveGroups: 3,
  viewEntropy: 1,
  programSeconds: 0.1,
  executed: 30,
  seconds: number,
  environments: ['a'],
  siblings: null,
  ...counts,
})
const COUNTS = { rollouts: 64, reward: 30, valid: 40, medals: 12, timeouts: 0, infra: 0 }

const seed = (number: number, of: Partial<SmokeSeed> = {}, counts: Partial<SmokeStep> = {}): SmokeSeed => ({
  seed: number,
  trainingRunId: '01a21d48-cb11-74ce-a483-9e498ec3f632',
  status: 'finished',
  steps: Array.from({ length: 16 }, (_, i) => step(i, counts)),
  siblings: COUNTS,
  dead: [],
  greedy: [],
  ...of,
})
const report = (...seeds: SmokeSeed[]): SmokeReport => ({
  v: 1,
  phase: 'done',
  parameters: 900,
  prepareSeconds: 1,
  environments: [{ slug: 'a', title: 'A', modality: 'tabular', withoutSibling: null }],
  seeds,
})
const GOOD = report(seed(0), seed(1), seed(2))
const CONTROL = report(seed(0, { siblings: null }, { medals: 0 }))
const failing = (of: SmokeReport, control: SmokeReport | null = CONTROL) =>
  judgeSmoke(of, control).checks.flatMap(({ id, passed }) => (passed === false ? [id] : []))

describe('the certificate of a smoke run', () => {
  test('passes on medals among valid rollouts in every seed, beside a control without any', () => {
    expect(judgeSmoke(GOOD, CONTROL)).toMatchObject({ verdict: 'passed' })
  })

  test('is incomplete without a control, and never judged by a reward that rises', () => {
    const rising = seed(0)
    rising.steps = rising.steps.map((one, i) => ({ ...one, reward: i, medals: 0 }))
    expect(judgeSmoke(GOOD, null)).toMatchObject({ verdict: 'incomplete' })
    expect(failing(report(rising, seed(1), seed(2)))).toEqual(['train'])
  })

  test.each<[string, SmokeReport, SmokeReport | null]>([
    ['seeds', report(seed(0)), CONTROL],
    ['siblings', report(seed(0), seed(1), seed(2, { siblings: { ...COUNTS, medals: 5 } })), CONTROL],
    ['control', GOOD, report(seed(0, {}, { medals: 1 }))],
    ['timeouts', report(seed(0, {}, { timeouts: 2 }), seed(1), seed(2)), CONTROL],
    ['live', report(seed(0, {}, { liveGroups: 1 }), seed(1, {}, { liveGroups: 1 }), seed(2)), CONTROL],
    ['dead', report(...[0, 1, 2].map((n) => seed(n, { dead: ['a'] }))), CONTROL],
  ])('%s alone fails it', (id, of, control) => {
    expect(failing(of, control)).toEqual([id])
    expect(judgeSmoke(of, control).verdict).toBe('failed')
  })

  const slugs = Array.from({ length: 26 }, (_, i) => `env-${i}`)
  /** Three seeds over 26 environments: which each met, and which of these were dead there. */
  const over = (met: string[][], dead: string[][]) => ({
    ...report(...met.map((environments, n) => seed(n, { dead: dead[n] ?? [] }, { environments }))),
    environments: slugs.map((slug) => ({
      slug,
      title: slug.toUpperCase(),
      modality: 'tabular' as const,
      withoutSibling: null,
    })),
  })
  const few = slugs.slice(0, 8)
  const deadOf = (of: SmokeReport) => judgeSmoke(of, CONTROL).checks.find(({ id }) => id === 'dead')

  test('does not count environments that were never met as dead', () => {
    // As older reports hold it: what was never met stood among the dead.
    const old = over([few, few, few], Array(3).fill(slugs.slice(8)))
    expect(deadOf(old)).toMatchObject({ passed: null, value: null })
    expect(deadOf(old)?.message).toMatch(/18 of 26 were not met by every seed.*more rollouts/)
    expect(judgeSmoke(old, CONTROL).verdict).toBe('incomplete')
  })

  test('names those that were met and dead, and says how many were not met', () => {
    const some = over([few, few, few], Array(3).fill(['env-1', 'env-2']))
    expect(deadOf(some)).toMatchObject({ passed: false, value: 2 })
    expect(deadOf(some)?.message).toMatch(/^ENV-1, ENV-2\. 18 of 26 /)
    const many = over([slugs, slugs, slugs], Array(3).fill(slugs.slice(0, 7)))
    expect(deadOf(many)).toMatchObject({
      value: 7,
      message: 'ENV-0, ENV-1, ENV-2, ENV-3, ENV-4 and 2 more.',
    })
  })

  test('takes one live group of any seed for life, and one seed alone for no proof of death', () => {
    const chance = over([slugs, slugs, slugs], [['env-3'], ['env-3'], []])
    expect(deadOf(chance)).toMatchObject({ passed: true, message: 'None.' })
    const alone = over([slugs, slugs.slice(1), slugs.slice(1)], [['env-0'], [], []])
    expect(deadOf(alone)).toMatchObject({ passed: null })
  })

  test('lets nothing valid count as no rate, not as zero', () => {
    const silent = report(...[0, 1, 2].map((n) => seed(n, {}, { valid: 0, medals: 0 })))
    expect(judgeSmoke(silent, CONTROL).checks.find(({ id }) => id === 'train')?.passed).toBeNull()
  })
})

test('slices tell rates of 256 rollouts, the last one of what is left; machine faults are in none', () => {
  const steps = Array.from({ length: 10 }, (_, i) => step(i, { infra: 16 }))
  const slices = slicesOf(steps)
  expect(slices.map(({ from, to }) => [from, to])).toEqual([
    [1, 256],
    [257, 320],
  ])
  expect(slices[0]).toMatchObject({ reward: 1, valid: 1.5, medal: 0.75, medalAmongValid: 0.5, live: 0.75 })
})
