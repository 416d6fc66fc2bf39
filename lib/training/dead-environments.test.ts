import { describe, expect, test } from 'vitest'
import { type EnvironmentCounts, judgeEnvironment } from '#lib/training/dead-environments.ts'

/** Ten groups of eight, half of them with a spread. */
const counts = (over: Partial<EnvironmentCounts> = {}): EnvironmentCounts => ({
  environment: 'solar',
  rollouts: 80,
  infra: 0,
  timeouts: 0,
  valid: 60,
  medals: 20,
  formOnly: 20,
  meanReward: 0.4,
  groups: 10,
  deadGroups: 5,
  deadRollouts: 40,
  deadMedals: 0,
  programsDiffer: true,
  scoresAlike: false,
  lastLiveStep: 10,
  groupsSince: 0,
  deadSince: null,
  ...over,
})
const judge = (over: Partial<EnvironmentCounts>, peersValid: number | null = 0.6) =>
  judgeEnvironment(counts(over), peersValid)
const constant = { deadGroups: 10, deadRollouts: 80, lastLiveStep: null, groupsSince: 10, deadSince: 1 }

describe('judgeEnvironment', () => {
  test('a constant reward is flagged: too easy with medals, too hard without', () => {
    expect(judge({ ...constant, valid: 80, medals: 80, deadMedals: 80, meanReward: 1 })).toMatchObject({
      verdict: 'too-easy',
      proposal: 'raise-difficulty',
      reason: expect.stringContaining('100 % of 10 groups have no spread'),
    })
    expect(judge({ ...constant, valid: 80, medals: 0, formOnly: 0, meanReward: 0.3 })).toMatchObject({
      verdict: 'too-hard',
      proposal: 'lower-difficulty',
    })
  })

  test('reward from form alone is named', () => {
    const formOnly = { ...constant, valid: 0, medals: 0, formOnly: 80, meanReward: 0.1 }
    expect(judge(formOnly, 0.05)).toMatchObject({
      verdict: 'too-hard',
      reason: expect.stringContaining('100 % of all rollouts were paid for form alone'),
    })
  })

  test('where others get scores and it takes none, it is broken', () => {
    const none = { ...constant, valid: 0, medals: 0, formOnly: 80 }
    expect(judge(none, 0.6)).toMatchObject({ verdict: 'broken', proposal: 'retire' })
    expect(judge(none, null).verdict).toBe('too-hard')
  })

  test('time-outs and an evaluator that gives one score to all are faults', () => {
    expect(judge({ timeouts: 40 })).toMatchObject({
      verdict: 'broken',
      reason: expect.stringContaining('50 %'),
    })
    expect(judge({ scoresAlike: true, medals: 0 }).verdict).toBe('broken')
    expect(judge({ scoresAlike: true, programsDiffer: false }).verdict).toBe('healthy')
  })

  test('saturation: alive once, dead for good since a step', () => {
    const since = { groups: 30, groupsSince: 12, deadSince: 41, deadGroups: 15, deadRollouts: 120 }
    expect(judge({ ...since, deadMedals: 118 })).toMatchObject({
      verdict: 'too-easy',
      reason: expect.stringContaining('from step 41'),
    })
    expect(judge({ ...since, groups: 80, deadMedals: 118 }).verdict).toBe('healthy')
  })

  test('the share of dead groups decides at three quarters, not below', () => {
    const some = { groups: 100, rollouts: 800, deadRollouts: 592 }
    expect(judge({ ...some, deadGroups: 74 }).verdict).toBe('healthy')
    expect(judge({ ...some, deadGroups: 75 }).verdict).toBe('too-hard')
  })

  test('too little says nothing, and what the machine spoilt is not evidence', () => {
    expect(judge({ groups: 3, rollouts: 24 })).toMatchObject({ verdict: 'too-few', proposal: 'log-more' })
    expect(judge({ groups: 1, rollouts: 8, infra: 72 }).reason).toContain('72 spoilt by the machine')
  })
})
