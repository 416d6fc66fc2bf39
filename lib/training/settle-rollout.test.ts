import { describe, expect, test } from 'vitest'
import type { RolloutRecord } from '#lib/contracts/rollouts.ts'
import { settleRollout } from '#lib/training/settle-rollout.ts'

const record = (over: Partial<RolloutRecord> = {}): RolloutRecord => ({
  id: 'r-1',
  step: 1,
  group: 'g',
  environment: 'solar',
  outcome: 'scored',
  ...over,
})
const version = {
  thresholds: { median: 3, bronze: 2, silver: 1.5, gold: 1 },
  direction: 'minimize',
} as const
const settle = (over: Partial<RolloutRecord>, table: 'paper' | 'released' | 'sparse' | null = 'released') =>
  settleRollout(record(over), { table, version })

describe('settleRollout', () => {
  test('computes tier and reward from the score and the thresholds', () => {
    expect(settle({ score: 1.5 })).toEqual({
      tier: 'silver',
      reward: 0.9,
      parts: { format: 0.1, execute: 0.2, silver: 0.6 },
    })
    expect(settle({ score: 3 }).tier).toBe('below')
    expect(settle({ outcome: 'invalid' })).toEqual({ tier: 'fail', reward: 0.1, parts: { format: 0.1 } })
    expect(settle({ outcome: 'infra' })).toEqual({ tier: null, reward: 0, parts: {} })
  })

  test('a score that belongs to another tier is refused, and the record is named', () => {
    expect(settle({ score: 1, tier: 'gold' }).tier).toBe('gold')
    expect(() => settle({ score: 1.5, tier: 'gold' })).toThrow(/Rollout r-1: the score 1.5 is silver/)
  })

  test('a tier is needed where no thresholds are known', () => {
    const unknown = { table: 'paper', version: null } as const
    expect(() => settleRollout(record({ score: 1 }), unknown)).toThrow(/say its tier/)
    expect(settleRollout(record({ score: 1, tier: 'bronze' }), unknown)).toMatchObject({ reward: 0.7 })
  })

  test.each([
    [{ outcome: 'failed', score: 1 }, /has no score/],
    [{ outcome: 'timeout', tier: 'gold' }, /no tier but fail/],
    [{ outcome: 'scored', tier: 'fail' }, /not in the tier fail/],
  ] as const)('%j contradicts itself', (over, message) => {
    expect(() => settle(over)).toThrow(message)
  })

  test('parts must sum to the reward within 1e-6', () => {
    const parts = { format: 0.1, execute: 0.2 }
    expect(settle({ score: 3, parts }).reward).toBe(0.3)
    expect(settle({ score: 3, parts, reward: 0.3000005 }).reward).toBe(0.3000005)
    expect(() => settle({ score: 3, parts, reward: 0.31 })).toThrow(/Rollout r-1: the parts sum to 0.3/)
  })

  test('the share of turns in form is read off a reward without parts', () => {
    expect(settle({ score: 3, reward: 0.25 }).parts).toEqual({ format: 0.05, execute: 0.2 })
    expect(() => settle({ score: 3, reward: 0.8 })).toThrow(/the table released gives 0.3/)
    expect(() => settle({ score: 3, reward: 0.25, format: 1 })).toThrow(/gives 0.3/)
  })

  test("without a table the trainer's own reward stands, undivided", () => {
    expect(settle({ score: 3, reward: -2.5 }, null)).toEqual({ tier: 'below', reward: -2.5, parts: {} })
    expect(() => settle({ score: 3 }, null)).toThrow(/no reward table/)
  })
})
