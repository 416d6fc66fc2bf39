import { describe, expect, test } from 'vitest'
import { isMedal, REWARD_RULES, rewardOf, sumOfParts } from '#lib/domain/rewards.ts'
import { REWARD_TABLES, type RewardTable, ROLLOUT_OUTCOMES } from '#lib/domain/training.ts'
import { TIERS, type Tier } from '#lib/domain/vocabulary.ts'

const scored = (table: RewardTable, tier: Tier, format = 1) =>
  rewardOf({ table, outcome: 'scored', tier, format }).reward

describe('rewardOf', () => {
  test('gives the figures of the paper, of the released code and of the sparse ablation', () => {
    const tiers = ['below', 'median', 'bronze', 'silver', 'gold'] as const
    expect(tiers.map((tier) => scored('paper', tier))).toEqual([0.4, 0.5, 0.7, 0.9, 1])
    expect(tiers.map((tier) => scored('released', tier))).toEqual([0.3, 0.4, 0.8, 0.9, 1])
    expect(tiers.map((tier) => scored('sparse', tier))).toEqual([0.1, 0.1, 0.1, 0.1, 1])
  })

  test('a submission with bad columns, a crash and a time-out are paid for their form alone', () => {
    for (const table of REWARD_TABLES)
      for (const outcome of ['invalid', 'failed', 'timeout'] as const)
        expect(rewardOf({ table, outcome, tier: 'fail', format: 1 })).toEqual({
          reward: 0.1,
          parts: { format: 0.1 },
        })
  })

  test('the machine pays nothing, and a tier without a score pays nothing', () => {
    expect(rewardOf({ table: 'paper', outcome: 'infra', tier: null, format: 1 })).toEqual({
      reward: 0,
      parts: {},
    })
    expect(rewardOf({ table: 'paper', outcome: 'failed', tier: 'gold', format: 0 })).toEqual({
      reward: 0,
      parts: {},
    })
  })

  test('the parts sum exactly to the reward, whatever share of turns had the form', () => {
    for (const table of REWARD_TABLES)
      for (const outcome of ROLLOUT_OUTCOMES)
        for (const tier of [...TIERS, null])
          for (let turns = 1; turns <= 9; turns++) {
            const { reward, parts } = rewardOf({ table, outcome, tier, format: turns / 9 })
            expect(sumOfParts(parts)).toBe(reward)
            expect(reward).toBeLessThanOrEqual(1)
          }
    expect(rewardOf({ table: 'released', outcome: 'scored', tier: 'gold', format: 0.5 }).parts).toEqual({
      format: 0.05,
      execute: 0.2,
      gold: 0.7,
    })
  })

  test('no table pays more than 1 for a perfect rollout', () => {
    for (const table of Object.keys(REWARD_RULES) as RewardTable[]) expect(scored(table, 'gold')).toBe(1)
  })
})

test('a medal is bronze or better', () => {
  expect(TIERS.filter(isMedal)).toEqual(['bronze', 'silver', 'gold'])
  expect(isMedal(null)).toBe(false)
})
