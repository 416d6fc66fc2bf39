import { describe, expect, test } from 'vitest'
import { commonName, isCounter, orderMetrics, sectionsOf } from '#components/training/metric-order.ts'
import { groupLabels, runLabels } from '#components/training/run-labels.ts'
import { aRun } from '#components/training/training-run.fixture.ts'
import { keyOfRun } from '#components/training/training-url.ts'
import {
  DRAWN_AT_FIRST,
  isolateRuns,
  toggleRuns,
  treeOf,
  visibleRuns,
} from '#components/training/visible-runs.ts'

const ALL = { mode: 'all-but', keys: [] } as const
const runs = ['1e-5', '1e-6'].flatMap((lr) =>
  ['10', '2'].map((seed) =>
    aRun({ group: `lr ${lr}`, seed, config: { 'optim.lr': lr, model: 'small', seed } }),
  ),
)
const ids = runs.map((run) => run.id)
const seen = (shown: Parameters<typeof visibleRuns>[1]) => visibleRuns(runs, shown).map((run) => run.id)

describe('which runs are drawn', () => {
  test('all, until the reader hides some', () => {
    const hidden = toggleRuns(runs, ALL, ids.slice(0, 1), false)
    expect(hidden).toEqual({ mode: 'all-but', keys: [keyOfRun(ids[0] ?? '')] })
    expect(seen(hidden)).toEqual(ids.slice(1))
    expect(toggleRuns(runs, hidden, ids.slice(0, 1), true)).toEqual(ALL)
  })

  test('the shorter list goes to the address', () => {
    expect(toggleRuns(runs, ALL, ids.slice(1), false)).toEqual({
      mode: 'only',
      keys: [keyOfRun(ids[0] ?? '')],
    })
    expect(seen(toggleRuns(runs, ALL, ids, false))).toEqual([])
  })

  test('isolating twice brings everything back', () => {
    const alone = isolateRuns(runs, ALL, ids.slice(2))
    expect(seen(alone)).toEqual(ids.slice(2))
    expect(isolateRuns(runs, alone, ids.slice(2))).toEqual(ALL)
  })

  test('of very many runs the newest come first, the others on demand', () => {
    const many = Array.from({ length: 80 }, () => aRun({}))
    expect(visibleRuns(many, ALL)).toHaveLength(DRAWN_AT_FIRST)
    const more = toggleRuns(many, ALL, [many[70]?.id ?? ''], true)
    expect(visibleRuns(many, more)).toHaveLength(DRAWN_AT_FIRST + 1)
  })
})

test('the tree has experiments, groups and runs in the order of their seeds', () => {
  const [experiment] = treeOf(runs, [{ id: 'lr 1e-5', label: 'lr=1e-5', runIds: [] }])
  expect(experiment?.groups.map((group) => [group.label, group.runs.map((run) => run.seed)])).toEqual([
    ['lr=1e-5', ['2', '10']],
    ['lr 1e-6', ['2', '10']],
  ])
})

describe('labels', () => {
  test('say what differs and nothing else', () => {
    expect([...runLabels(runs, 'differences').values()]).toEqual([
      'lr=1e-5 seed=10',
      'lr=1e-5 seed=2',
      'lr=1e-6 seed=10',
      'lr=1e-6 seed=2',
    ])
    expect([...runLabels(runs.slice(0, 2), 'differences').values()]).toEqual(['seed=10', 'seed=2'])
    expect([...groupLabels(runs, 'differences').values()]).toEqual(['lr=1e-5', 'lr=1e-6'])
  })

  test('bands go by the name that their runs share, not by the experiment that all share', () => {
    const seeds = ['grpo-s1', 'grpo-s2', 'dapo'].map((name) => aRun({ name, group: name.slice(0, 4) }))
    expect([...groupLabels(seeds, 'name').values()]).toEqual(['grpo', 'dapo'])
    expect([...groupLabels(seeds, 'differences').values()]).toEqual(['grpo', 'dapo'])
    expect([...groupLabels(runs, 'name').values()]).toEqual(['lr=1e-5', 'lr=1e-6'])
    const named = runs.map((run) => aRun({ ...run, name: `${run.group}-s${run.seed}` }))
    expect([...groupLabels(named, 'name').values()]).toEqual(['lr 1e-5', 'lr 1e-6'])
  })

  test('no two bands have one label', () => {
    const copies = ['a', 'b', 'c'].map((group) => aRun({ name: 'dapo', group, experiment: group }))
    expect([...groupLabels(copies, 'name').values()]).toEqual(['a dapo', 'b dapo', 'c dapo'])
    const same = ['a', 'b'].map((group) => aRun({ name: 'dapo', group }))
    expect(new Set(groupLabels(same, 'name').values()).size).toBe(2)
  })

  test('are names unless somebody asks for what differs', () => {
    expect([...runLabels(runs, 'name').values()]).toEqual(runs.map(({ name }) => name))
  })

  test('a run alone, or runs of one name, go by name', () => {
    expect([...runLabels([aRun({ name: 'one' })], 'differences').values()]).toEqual(['one'])
    const copies = [aRun({ name: 'copy' }), aRun({ name: 'copy' })]
    expect(new Set(runLabels(copies, 'name').values()).size).toBe(2)
  })
})

describe('metrics', () => {
  const order = (...keys: string[]) =>
    orderMetrics(keys.map((key) => ({ key, runs: 1 }))).map((one) => one.key)
  test('rewards stand first, bookkeeping last', () => {
    expect(
      order(
        'timing_s/gen',
        'tokens',
        'actor/entropy',
        'foo',
        'critic/score/mean',
        'val-core/a/reward/mean@1',
      ),
    ).toEqual([
      'critic/score/mean',
      'val-core/a/reward/mean@1',
      'actor/entropy',
      'foo',
      'timing_s/gen',
      'tokens',
    ])
  })

  test('names of trainers have a common one', () => {
    expect(commonName('reward/avg_raw_reward')).toBe('reward')
    expect(commonName('critic/rewards/mean')).toBe('reward')
    for (const key of ['val-core/medal_rate', 'val/any_medal', 'medal_rate'])
      expect([key, commonName(key)]).toEqual([key, 'medal rate'])
    expect(commonName('my/metric')).toBeNull()
  })

  test('sections are the prefixes of the trainer after the rewards; a lone metric needs none', () => {
    const keys = [
      'actor/entropy',
      'timing/step',
      'critic/rewards/mean',
      'lr',
      'actor/kl_loss',
      'val/medal_rate',
    ]
    const metrics = keys.map((key) => ({
      key,
      runs: 1,
    }))
    expect(
      sectionsOf(metrics).map(({ name, metrics: inside }) => [name, inside.map(({ key }) => key)]),
    ).toEqual([
      ['rewards', ['critic/rewards/mean', 'val/medal_rate']],
      ['actor', ['actor/entropy', 'actor/kl_loss']],
      ['other', ['lr', 'timing/step']],
    ])
  })

  test('counters can carry the horizontal axis', () => {
    for (const key of ['tokens', 'perf/total_num_tokens', 'environments_seen', 'num_tokens', 'env/episodes'])
      expect([key, isCounter(key)]).toEqual([key, true])
    for (const key of ['reward', 'tokens_per_second', 'response_length/mean'])
      expect([key, isCounter(key)]).toEqual([key, false])
  })
})
