import { describe, expect, test } from 'vitest'
import { processorMs } from '#lib/processor-time.fixture.ts'
import { fileOf, fixture, plainOf, readAll } from '#lib/training/parsers/logs.fixture.ts'
import { parsePythonLiteral } from '#lib/training/parsers/python-literal.ts'

const one = async (path: string, text: string, x: string | null = null) => {
  const read = await readAll([fileOf(path, text)], { x })
  return { ...read, plain: plainOf(read.runs[0]) }
}

test('TRL: a dict a line, no step: the fractions of the epoch are counted, and the way to true steps is named', async () => {
  const { runs, formats, warnings } = await readAll([fixture('console/trl.txt')])
  expect(formats).toEqual(['console'])
  expect(plainOf(runs[0])[0]).toMatchObject({
    loss: { steps: [1, 2], values: [0.021, 0.019] },
    reward: { steps: [1, 2], values: [0.31, 0.36] },
    epoch: { steps: [1, 2], values: [0.01, 0.02] },
  })
  expect(warnings).toMatchObject([{ where: 'epoch', next: expect.stringContaining('trainer_state.json') }])
})

test('TRL among noise: progress bars, warnings, and an evaluation of the same epoch', async () => {
  const text = [
    'Loading checkpoint shards: 100%|██| 2/2 [00:01<00:00]',
    'UserWarning: {not a dict} at step 3',
    "  0%|          | 0/4 [00:00<?, ?it/s]\r 25%|██ | 1/4\r{'loss': 0.5, 'epoch': 0.5}",
    "{'eval_loss': 0.7, 'epoch': 0.5}",
    "{'loss': nan, 'epoch': 1.0}",
    "{'train_runtime': 12.5, 'train_loss': 0.4, 'epoch': 1.0}",
  ]
  const { plain } = await one('train.log', text.join('\n'))
  expect(plain[0]).toMatchObject({
    loss: { steps: [1, 2], values: [0.5, Number.NaN] },
    eval_loss: { steps: [1], values: [0.7] },
    train_loss: { steps: [2], values: [0.4] },
  })
})

test('verl: numbers in numpy’s clothes, a worker’s prefix, colours, keys with colons', async () => {
  const text = [
    '\u001b[36m(TaskRunner pid=4242)\u001b[0m Initial validation metrics: starts',
    '\u001b[36m(TaskRunner pid=4242)\u001b[0m step:0 - val-core/acme/reward/mean@1:np.float64(0.05)',
    '(TaskRunner pid=4242) step:1 - critic/score/mean:np.float32(1.0) - actor/lr:1e-06 - a:b:-0.5 - training/global_step:1',
    'step:2 - critic/score/mean:1.250 - actor/lr:np.float64(nan) - tag:text',
  ]
  const { plain, formats } = await one('verl.log', text.join('\n'))
  expect(formats).toEqual(['console'])
  expect(plain[0]).toMatchObject({
    'val-core/acme/reward/mean@1': { steps: [0], values: [0.05] },
    'critic/score/mean': { steps: [1, 2], values: [1, 1.25] },
    'actor/lr': { steps: [1, 2], values: [1e-6, Number.NaN] },
    'a:b': { steps: [1], values: [-0.5] },
  })
})

test('ms-swift prints a dict with 5/100', async () => {
  const { plain } = await one(
    'out.txt',
    "{'loss': 1.5, 'global_step/max_steps': '5/100', 'percentage': '5.00%'}\n{'loss': 1.4, 'global_step/max_steps': '10/100', 'percentage': '10.00%'}\n",
  )
  expect(plain[0]?.loss).toEqual({ steps: [5, 10], values: [1.5, 1.4] })
})

test('Stable-Baselines3: boxes with sections', async () => {
  const box = (reward: number, steps: number) =>
    [
      '---------------------------------',
      '| rollout/           |          |',
      `|    ep_rew_mean     | ${reward}     |`,
      '| time/              |          |',
      '|    fps             | 3000     |',
      `|    total_timesteps | ${steps}     |`,
      '---------------------------------',
    ].join('\n')
  const { plain } = await one('sb3.log', `Using cuda device\n${box(21.5, 2048)}\n${box(1e3, 4096)}\n`)
  expect(plain[0]).toMatchObject({
    'rollout/ep_rew_mean': { steps: [2048, 4096], values: [21.5, 1000] },
    'time/fps': { steps: [2048, 4096], values: [3000, 3000] },
  })
})

test('RLlib: blocks of results, and boxes', async () => {
  const block = (n: number) =>
    `Result for PPO_CartPole-v1_a1b2c:\n  counters:\n    num_env_steps_sampled: ${n}000\n  episode_reward_mean: ${n}.5\n  training_iteration: ${n}\n  hostname: h\n\n`
  const blocks = await one('ray.log', `== Status ==\n${block(1)}noise\n${block(2)}`)
  expect(blocks.plain[0]).toMatchObject({
    episode_reward_mean: { steps: [1, 2], values: [1.5, 2.5] },
    'counters/num_env_steps_sampled': { steps: [1, 2], values: [1000, 2000] },
  })
  const box = (n: number) =>
    `╭───────────────────────────────╮\n│ Training result               │\n├───────────────────────────────┤\n│ episode_reward_mean     ${n}.5   │\n│ training_iteration        ${n}   │\n╰───────────────────────────────╯\n`
  const boxes = await one('tune.log', box(1) + box(2))
  expect(boxes.plain[0]?.episode_reward_mean).toEqual({ steps: [1, 2], values: [1.5, 2.5] })
})

test('where forms are mixed, the richest is read and the others are counted', async () => {
  const { runs, warnings } = await one(
    'mixed.log',
    "{'a': 1}\nstep:1 - a:1 - b:2\nstep:2 - a:1 - b:2\nstep:3 - a:1 - b:2\n",
  )
  expect(plainOf(runs[0])[0]?.b?.steps).toEqual([1, 2, 3])
  expect(warnings).toMatchObject([{ message: expect.stringContaining('1 lines with a dict') }])
})

test('a first metric behind more text than the first look sees', async () => {
  const noise = `${'Downloading, please wait\n'.repeat(8000)}`
  const { plain } = await one('late.log', `${noise}step:1 - a:1\n`)
  expect(plain).toEqual([{ a: { steps: [1], values: [1] } }])
})

test('dicts without any count are refused, with the columns that rise', async () => {
  const { runs, refused } = await one('a.log', "{'loss': 0.5, 'n': 10}\n{'loss': 0.4, 'n': 20}\n")
  expect(runs).toEqual([])
  expect(refused[0]?.next).toContain('choose x: "n" only rise')
  const chosen = await one('a.log', "{'loss': 0.5, 'n': 10}\n{'loss': 0.4, 'n': 20}\n", 'n')
  expect(chosen.plain[0]?.loss).toEqual({ steps: [10, 20], values: [0.5, 0.4] })
})

describe('literals of Python', () => {
  test.each([
    ["{'a': -1.5e-3, 'b': [1, (2,)], 'c': None}", { a: -0.0015, b: [1, [2]], c: null }],
    ['{"a": tensor(0.5, device=\'cuda:0\'), "b": -inf}', { a: 0.5, b: -Infinity }],
    ["{'it''s': True}", undefined],
    ['{"q": "a\\"b"}', { q: 'a"b' }],
    ["{'a': __import__('os')}", undefined],
    ["{'a': open('x')}", undefined],
    ['{'.repeat(100), undefined],
    ['{1: 2}', { 1: 2 }],
    ['1_000', 1000],
    ['e5', undefined],
  ])('%s', (text, value) => {
    expect(parsePythonLiteral(text)).toEqual(value)
  })
})

test('long lines of braces and bars end soon', async () => {
  const started = processorMs()
  for (const line of [
    '{'.repeat(99_000),
    "{'a':".repeat(19_000),
    '| '.repeat(50_000),
    'step:1 - '.repeat(20_000),
  ])
    await readAll([fileOf('a.log', `${`${line}\n`.repeat(20)}step:1 - a:1\n`, 65_536)])
  expect(processorMs() - started).toBeLessThan(10_000)
})
