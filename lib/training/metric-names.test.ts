import { expect, test } from 'vitest'
import { chooseKey, quantityOf, writtenName } from '#lib/training/metric-names.ts'

test.each([
  ['critic/score/mean', 'reward_mean'],
  ['reward', 'reward_mean'],
  ['train/reward', 'reward_mean'],
  ['reward/avg_raw_reward', 'reward_mean'],
  ['val/reward_mean', 'eval_reward'],
  ['eval_reward', 'eval_reward'],
  ['eval/reward', 'eval_reward'],
  ['val-core/aime/acc/mean_at_8', 'eval_reward'],
  ['val/math/pass_at_1', 'eval_reward'],
  ['actor/entropy_loss', 'entropy'],
  ['completions/mean_length', 'response_length'],
  ['train/completions/clipped_ratio', 'clip_ratio'],
  // After the KL penalty, and two different divergences: names that stand for themselves.
  ['critic/rewards/mean', null],
  ['actor/ppo_kl', null],
  ['kl', null],
])('%s is %s', (key, quantity) => expect(quantityOf(key)).toBe(quantity))

test('the sign that MLflow forbids is read back', () => {
  expect(writtenName('val-aux/x/best_at_16/mean')).toBe('val-aux/x/best@16/mean')
  expect(writtenName('look_at_me')).toBe('look_at_me')
})

test('a run is drawn by the very name, else by one of the same quantity, else not', () => {
  expect(chooseKey(['reward', 'critic/score/mean'], 'reward')).toBe('reward')
  expect(chooseKey(['loss', 'reward'], 'critic/score/mean')).toBe('reward')
  expect(chooseKey(['actor/ppo_kl'], 'kl')).toBeNull()
})
