import { describe, expect, test } from 'vitest'
import { fileOf, fixture, plainOf, readAll } from '#lib/training/parsers/logs.fixture.ts'

const NOT = Number.NaN
const one = async (path: string, content: string | Uint8Array, x: string | null = null) => {
  const read = await readAll([fileOf(path, content)], { x })
  return { ...read, plain: plainOf(read.runs[0]), said: [...read.warnings, ...read.refused] }
}

describe('line ends, mixed as they come', () => {
  test.each(['header-crlf-rows-lf', 'header-lf-rows-crlf'])('%s', async (name) => {
    const { runs, warnings } = await readAll([fixture(`csv/line-ends/${name}.csv`)])
    expect(plainOf(runs[0])).toEqual([
      {
        reward: { steps: [1, 2, 3], values: [0.1, 0.2, 0.3] },
        loss: { steps: [1, 2, 3], values: [2, 1.9, 1.8] },
      },
    ])
    expect(runs[0]?.config).toEqual({})
    expect(warnings).toEqual([])
  })
  test('a hundred rows under a header of another kind are a hundred rows', async () => {
    const { runs, warnings } = await readAll([fixture('csv/line-ends/long.csv')])
    const [segment = {}] = plainOf(runs[0])
    expect(Object.values(segment).map(({ steps }) => steps.length)).toEqual([100, 100])
    expect(segment.loss?.values[1]).toBe(1.98)
    expect(warnings).toEqual([])
  })
  test('CR alone, a change in the middle, and a quoted cell of two lines', async () => {
    const mac = await readAll([fixture('csv/line-ends/old-mac.csv')])
    expect(plainOf(mac.runs[0])).toEqual([{ reward: { steps: [1, 2], values: [0.1, 0.2] } }])
    const middle = await readAll([fixture('csv/line-ends/middle.csv')])
    expect(plainOf(middle.runs[0])[0]?.loss?.values).toEqual([2, 1.9, 1.8, 1.7, 1.6])
    const quoted = await readAll([fixture('csv/line-ends/quoted-crlf.csv')])
    expect(plainOf(quoted.runs[0])[0]?.reward?.values).toEqual([0.1, 0.2])
  })
})

describe('how spreadsheets write', () => {
  test('decimal commas where semicolons part, with a note', async () => {
    const { runs, warnings } = await readAll([fixture('csv/europe/europe.csv')])
    expect(plainOf(runs[0])).toEqual([
      {
        reward: { steps: [1, 2, 3], values: [0.12, 0.18, 0.25] },
        loss: { steps: [1, 2, 3], values: [2.31, 2.02, 1.87] },
      },
    ])
    expect(warnings[0]).toMatchObject({ where: 'line 2', message: expect.stringContaining('read as 0.12') })
  })
  test('a line sep=; is not a header', async () => {
    const { runs } = await readAll([fixture('csv/europe/sep-line.csv')])
    expect(plainOf(runs[0])[0]?.loss).toEqual({ steps: [1, 2], values: [2.31, 2.02] })
  })
  test('Unicode text: UTF-16 and tabs', async () => {
    const { runs, warnings } = await readAll([fixture('csv/europe/unicode-text-utf16.txt')])
    expect(plainOf(runs[0])).toEqual([{ reward: { steps: [1, 2], values: [0.12, 0.18] } }])
    expect(warnings).toEqual([])
  })
  test('steps with thousands separators', async () => {
    const { plain } = await one('a.csv', 'step,reward\n"1,000",0.5\n"2,000",0.6\n')
    expect(plain).toEqual([{ reward: { steps: [1000, 2000], values: [0.5, 0.6] } }])
  })
  test('names in GBK, with a note', async () => {
    const name = [0xbd, 0xb1, 0xc0, 0xf8]
    const bytes = Buffer.concat([Buffer.from('step,'), Buffer.from(name), Buffer.from('\n1,0.5\n')])
    const { plain, warnings } = await one('a.csv', bytes)
    expect(plain).toEqual([{ 奖励: { steps: [1], values: [0.5] } }])
    expect(warnings[0]?.message).toContain('read as GBK')
  })
})

describe('rows and columns that do not fit', () => {
  test('ragged rows are left out, each named by its line', async () => {
    const { plain, warnings } = await one('a.csv', 'step,a,b\n1,1,1\n2,2\n3,3,3,3\n4,4,4\n')
    expect(plain[0]?.a).toEqual({ steps: [1, 4], values: [1, 4] })
    expect(warnings[0]?.message).toContain('lines 3 and 4')
  })
  test('a header that was written again is passed over', async () => {
    const { plain, warnings } = await one('a.csv', 'step,a\n1,1\nstep,a\n2,2\n')
    expect(plain).toEqual([{ a: { steps: [1, 2], values: [1, 2] } }])
    expect(warnings[0]?.message).toContain('repeated on line 3')
  })
  test('two columns of one name are two metrics, with a note', async () => {
    const { runs, warnings } = await readAll([fixture('csv/doubled-column.csv')])
    expect(plainOf(runs[0])).toEqual([
      {
        reward: { steps: [1, 2], values: [0.2, 0.25] },
        'reward (column 3)': { steps: [1, 2], values: [0.6, 0.65] },
      },
    ])
    expect(warnings[0]?.message).toContain('Several columns are called "reward"')
  })
})

describe('what is not a number', () => {
  test('among numbers it is left out by line, and never becomes configuration', async () => {
    const { plain, runs, warnings } = await one('a.csv', 'step,loss\n1,0.5\n2,oops\n3,0.4\n')
    expect(plain).toEqual([{ loss: { steps: [1, 3], values: [0.5, 0.4] } }])
    expect(runs[0]?.config).toEqual({})
    expect(warnings[0]).toMatchObject({
      where: 'line 3',
      message: '"oops" in "loss" is not a number; left out.',
    })
  })
  test('one bad row alone is not configuration either', async () => {
    const { runs } = await one('a.jsonl', '{"step":1,"loss":"1.99\uFFFD2","a":1}\n{"step":2,"loss":0.5}\n')
    expect(runs[0]?.config).toEqual({})
  })
  test('words for nothing are nothing among numbers, and a text where the column is one', async () => {
    const { plain, runs, warnings } = await one(
      'a.csv',
      'step,a,schedule\n1,N/A,none\n2,2,none\n3,null,none\n',
    )
    expect(plain).toEqual([{ a: { steps: [2], values: [2] } }])
    expect(runs[0]?.config).toEqual({ schedule: 'none' })
    expect(warnings).toEqual([])
  })
  test('NaN and infinities stay what they are; truth values say so', async () => {
    const { plain, warnings } = await one('a.jsonl', '{"step":1,"a":NaN,"b":-Infinity,"done":true}\n')
    expect(plain).toEqual([
      {
        a: { steps: [1], values: [NOT] },
        b: { steps: [1], values: [-Infinity] },
        done: { steps: [1], values: [1] },
      },
    ])
    expect(warnings).toMatchObject([{ where: 'done' }])
  })
})

describe('runs that share a name', () => {
  test('in a panel of W&B they are told apart by the order of their columns', async () => {
    const { runs, warnings } = await readAll([fixture('wandb/same-name.csv')])
    expect(runs.map((run) => [run.name, plainOf(run)[0]?.['critic/score/mean']?.values])).toEqual([
      ['grpo-dense', [0.2, 0.25, 0.3]],
      ['grpo-dense (2)', [0.4, 0.45, 0.5]],
      ['grpo-dense (3)', [0.6, 0.65, 0.7]],
    ])
    expect(warnings[0]?.message).toContain('Several runs are called "grpo-dense"')
  })
  test('in a table of rows their ids tell them apart', async () => {
    const rows = [
      'run_id,run_name,step,loss',
      'a1,grpo,1,0.5',
      'b2,grpo,1,0.7',
      'a1,grpo,2,0.4',
      'b2,grpo,2,0.6',
    ]
    const { runs } = await one('a.csv', rows.join('\n'))
    expect(runs.map((run) => [run.name, run.identity, plainOf(run)[0]?.loss?.values])).toEqual([
      ['grpo', 'a1', [0.5, 0.4]],
      ['grpo', 'b2', [0.7, 0.6]],
    ])
  })
})

describe('long tables', () => {
  test('a variant is part of the name', async () => {
    const rows = ['iter,metric,variant,value', '1,actor,entropy,1', '1,actor,kl,0.01', '2,actor,entropy,0.5']
    const { plain } = await one('a.csv', rows.join('\n'))
    expect(plain).toEqual([
      {
        'actor/entropy': { steps: [1, 2], values: [1, 0.5] },
        'actor/kl': { steps: [1], values: [0.01] },
      },
    ])
  })
  test.each([
    ['side by side', 'step,metric,layer,value\n1,loss,a,1\n1,loss,b,2\n2,loss,a,3\n2,loss,b,4\n'],
    ['one after the other', 'step,metric,layer,value\n1,loss,a,1\n2,loss,a,3\n1,loss,b,2\n2,loss,b,4\n'],
    ['told apart by a number', 'step,metric,layer,value\n1,loss,0,1\n1,loss,1,2\n2,loss,0,3\n'],
  ])('lines under one name are refused, not merged: %s', async (_, text) => {
    const { runs, refused } = await one('a.csv', text)
    expect(runs).toEqual([])
    expect(refused[0]?.message).toContain('"loss" has several values at step 1 that differ in "layer"')
    expect(refused[0]?.next).toContain('variant')
  })
  test('a value that is logged again is the last, with a note; the same again is nothing', async () => {
    const again = await one('a.csv', 'step,metric,value\n1,loss,1\n1,loss,2\n2,loss,3\n')
    expect(again.plain[0]?.loss?.values).toEqual([1, 2, 3])
    expect(again.warnings).toMatchObject([
      { where: 'line 3', message: expect.stringContaining('again at step 1') },
    ])
    const same = await one('b.csv', 'step,metric,value\n1,loss,1\n1,loss,1\n2,loss,3\n')
    expect(same.warnings).toEqual([])
  })
  test('a resume is a resume', async () => {
    const { plain, refused } = await one(
      'a.csv',
      'step,epoch,metric,value\n1,1,l,1\n2,1,l,2\n3,2,l,3\n2,1,l,4\n3,2,l,5\n',
    )
    expect(refused).toEqual([])
    expect(plain.map((segment) => segment.l?.steps)).toEqual([
      [1, 2, 3],
      [2, 3],
    ])
  })
})

describe('which column is x', () => {
  test('LLaMA-Factory counts current_steps of total_steps', async () => {
    const { runs, warnings } = await readAll([fixture('jsonl/trainer_log.jsonl')])
    expect(plainOf(runs[0])[0]).toMatchObject({
      loss: { steps: [10, 20, 30], values: [2.31, 1.87, 1.55] },
      lr: { steps: [10, 20, 30], values: [1e-5, 9e-6, 6e-6] },
      eval_loss: { steps: [20], values: [1.92] },
    })
    expect(runs[0]?.config).toEqual({ total_steps: '50' })
    expect(warnings).toEqual([])
  })
  test('ms-swift writes 10/100', async () => {
    const rows = [10, 20].map((step) =>
      JSON.stringify({ loss: 1 / step, 'global_step/max_steps': `${step}/100`, remaining_time: '3m 2s' }),
    )
    const { plain, said } = await one('logging.jsonl', rows.join('\n'))
    expect(plain[0]?.loss).toEqual({ steps: [10, 20], values: [0.1, 0.05] })
    expect(said).toEqual([])
  })
  test.each([
    [
      'result.json',
      '{"training_iteration":1,"env_runners":{"episode_return_mean":21.5},"config":{"lr":1}}\n{"training_iteration":2,"env_runners":{"episode_return_mean":30},"config":{"lr":1}}\n',
    ],
    ['progress.csv', 'env_runners/episode_return_mean,training_iteration\n21.5,1\n30,2\n'],
  ])('RLlib’s %s counts training_iteration', async (name, text) => {
    const { plain } = await one(name, text)
    expect(plain[0]?.['env_runners/episode_return_mean']).toEqual({ steps: [1, 2], values: [21.5, 30] })
  })
  test('Stable-Baselines3 counts time/total_timesteps', async () => {
    const { plain } = await one(
      'progress.csv',
      'rollout/ep_rew_mean,time/iterations,time/total_timesteps\n20,1,2048\n30,2,4096\n',
    )
    expect(plain[0]?.['rollout/ep_rew_mean']).toEqual({ steps: [2048, 4096], values: [20, 30] })
  })

  test('the epoch where it is the only whole-number count, with a note', async () => {
    const { runs, warnings } = await readAll([fixture('csv/epoch-only.csv')])
    expect(plainOf(runs[0])[0]?.val_loss).toEqual({ steps: [0, 1, 2], values: [1.1, 0.95, 0.9] })
    expect(warnings).toMatchObject([{ where: 'epoch', message: expect.stringContaining('this column is x') }])
  })
  test('an epoch that rows of training and validation share', async () => {
    const { plain } = await one(
      'a.jsonl',
      '{"epoch":1,"loss":1}\n{"epoch":1,"val_loss":2}\n{"epoch":2,"loss":0.5}\n',
    )
    expect(plain[0]).toMatchObject({ loss: { steps: [1, 2] }, val_loss: { steps: [1] } })
  })
  test.each([
    ['another count beside the epoch', 'epoch,samples,loss\n1,100,1\n2,200,0.5\n', '"epoch", "samples"'],
    ['several rows an epoch', 'epoch,loss\n1,1\n1,0.9\n2,0.8\n', '"epoch"'],
    ['no epoch', 'tokens,loss\n100,1\n200,0.5\n', '"tokens"'],
  ])('is not guessed: %s', async (_, text, names) => {
    const { runs, refused } = await one('a.csv', text)
    expect(runs).toEqual([])
    expect(refused[0]).toMatchObject({ message: expect.stringContaining('no step') })
    expect(refused[0]?.next).toContain(`choose x: ${names} only rise`)
  })
  test('is what a person chose, whatever else is called a step', async () => {
    const { plain } = await one('a.csv', 'step,tokens,loss\n1,100,1\n2,250,0.5\n', 'Tokens')
    expect(plain).toEqual([
      { step: { steps: [100, 250], values: [1, 2] }, loss: { steps: [100, 250], values: [1, 0.5] } },
    ])
  })
  test('fractions that rise are counted, and stay as a metric', async () => {
    const { plain, warnings } = await one('a.csv', 'hours,loss\n0.5,1\n1,0.9\n1.75,0.8\n', 'hours')
    expect(plain).toEqual([
      {
        loss: { steps: [1, 2, 3], values: [1, 0.9, 0.8] },
        hours: { steps: [1, 2, 3], values: [0.5, 1, 1.75] },
      },
    ])
    expect(warnings).toMatchObject([{ where: 'hours', message: expect.stringContaining('counted 1, 2, 3') }])
  })
  test('a column that is not there, or goes back, is refused by name', async () => {
    const missing = await one('a.csv', 'step,loss\n1,1\n', 'tokens')
    expect(missing.refused[0]?.message).toContain('has no "tokens"')
    const falls = await one('a.csv', 'hours,loss\n2.5,1\n1.5,0.9\n', 'hours')
    expect(falls.runs).toEqual([])
    expect(falls.refused[0]?.message).toContain('x column "hours" is "2.5"')
  })
})

describe('what a run is called', () => {
  const log = '{"step":1,"loss":2}\n'
  test.each([
    ['the folder of one event-like file', ['runs/qwen-7b/metrics.jsonl'], ['qwen-7b']],
    ['the nearest folder that says something', ['exp/grpo/logs/progress.csv'], ['grpo']],
    ['a folder a run', ['out/a/log.jsonl', 'out/b/log.jsonl'], ['a', 'b']],
    ['a file that has a name', ['out/grpo.jsonl'], ['grpo']],
    ['the upload where no folder says anything', ['logs/metrics.jsonl'], ['upload']],
  ])('%s', async (_, paths, names) => {
    const files = paths.map((path) => fileOf(path, path.endsWith('.csv') ? 'step,loss\n1,2\n' : log))
    expect((await readAll(files)).runs.map(({ name }) => name)).toEqual(names)
  })
})
