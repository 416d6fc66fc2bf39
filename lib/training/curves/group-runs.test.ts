import { describe, expect, test } from 'vitest'
import { isSeedKey, seedOf, stemOf } from '#lib/domain/seed-keys.ts'
import { type GroupableRun, groupIdOf, groupRuns, labelsOf } from '#lib/training/curves/group-runs.ts'

const run = (id: string, config: Record<string, string>, over: Partial<GroupableRun> = {}): GroupableRun => ({
  id,
  name: id,
  experiment: 'e',
  config,
  ...over,
})
const members = (runs: GroupableRun[]) => groupRuns(runs).map(({ runIds }) => runIds)

describe('groups', () => {
  test('hold runs that differ in the seed alone; labels name what differs between groups', () => {
    const runs = ['1e-6', '1e-5'].flatMap((lr) =>
      ['1', '2'].map((seed) =>
        run(`${lr} ${seed}`, { lr, batch: '16', 'trainer.seed': seed, 'data.seed': seed }),
      ),
    )
    expect(groupRuns(runs).map(({ label, runIds }) => [label, runIds])).toEqual([
      ['lr=1e-6', ['1e-6 1', '1e-6 2']],
      ['lr=1e-5', ['1e-5 1', '1e-5 2']],
    ])
  })

  test('have ids that depend on neither order nor company, nor on keys that only name the run', () => {
    const one = run('a', { lr: '1', b: '2', seed: '1', 'trainer.experiment_name': 'x', output_dir: '/a' })
    const two = run('b', { b: '2', seed: '9', lr: '1', 'trainer.experiment_name': 'y', output_dir: '/b' })
    expect(groupIdOf(one)).toBe(groupIdOf(two))
    expect(groupIdOf(one)).toMatch(/^[0-9a-f]{16}$/)
    expect(groupIdOf(one)).not.toBe(groupIdOf(run('c', { ...one.config, lr: '2' })))
    expect(groupIdOf(one)).not.toBe(groupIdOf({ ...one, experiment: 'f' }))
  })

  test('take runs without a configuration by their names, and only where a seed is in them', () => {
    expect(members([run('grpo-seed1', {}), run('grpo-seed2', {}), run('sft-seed1', {})])).toEqual([
      ['grpo-seed1', 'grpo-seed2'],
      ['sft-seed1'],
    ])
    expect(members([run('a', {}, { name: 'x' }), run('b', {}, { name: 'x' })])).toEqual([['a'], ['b']])
  })

  test('of equal labels are told apart', () => {
    const labels = groupRuns([run('a', { lr: '1' }), run('b', { lr: '1' }, { experiment: 'f' })])
    expect(new Set(labels.map(({ label }) => label)).size).toBe(2)
  })
})

test('labels of runs print what differs, with names where nothing does', () => {
  const labels = labelsOf(
    [run('a', { lr: '1', seed: '1' }), run('b', { lr: '1', seed: '2' })],
    ({ name }) => name,
  )
  expect([...labels.values()]).toEqual(['seed=1', 'seed=2'])
  const alike = labelsOf([run('a', { lr: '1' }), run('b', { lr: '1' })], ({ name }) => name)
  expect([...alike.values()]).toEqual(['a', 'b'])
})

test.each(['seed', 'random_seed', 'trainer.seed', 'data.seed', 'env/seed', 'args.random-seed', 'a.b.SEED'])(
  '%s names a seed',
  (key) => expect(isSeedKey(key)).toBe(true),
)
test.each(['seeded', 'seed_count', 'seed.lr', 'proceed'])('%s names none', (key) =>
  expect(isSeedKey(key)).toBe(false),
)

test('a seed is read from the configuration, else from the end of the name', () => {
  expect(seedOf({ name: 'x-seed9', config: { 'a.seed': '2', seed: '1' } })).toBe('1')
  expect(seedOf({ name: 'grpo_s12', config: {} })).toBe('12')
  expect(seedOf({ name: 'runs 3', config: {} })).toBeNull()
  expect([stemOf('grpo-seed=3'), stemOf('grpo_s1'), stemOf('seed7'), stemOf('v2')]).toEqual([
    'grpo',
    'grpo',
    'seed7',
    'v2',
  ])
})
