import { describe, expect, test } from 'vitest'
import { fileOf, fixture, plainOf, readAll } from '#lib/training/parsers/logs.fixture.ts'

const NOT = Number.NaN

describe("verl's file logger", () => {
  test('new form: null is NaN, a missing key is not a point, validation rides in some rows', async () => {
    const { formats, runs, warnings, refused } = await readAll([fixture('verl/new-form.jsonl')])
    expect(formats).toEqual(['verl'])
    expect([...warnings, ...refused]).toEqual([])
    expect(runs[0]?.name).toBe('new-form')
    expect(plainOf(runs[0])).toEqual([
      {
        'val-core/acme/mle/reward/mean@1': { steps: [0, 1], values: [0.05, 0.2] },
        'training/global_step': { steps: [1, 2], values: [1, 2] },
        'critic/score/mean': { steps: [1, 2], values: [0.1, 0.15] },
        'critic/vf_explained_var': { steps: [1, 2], values: [NOT, 0.3] },
        'actor/entropy': { steps: [1, 2], values: [0.5, 0.45] },
      },
    ])
  })

  test('old form: bare NaN and infinities, nested and flat, and a text that only talks of NaN', async () => {
    const { formats, runs } = await readAll([fixture('verl/old-form.jsonl')])
    expect(formats).toEqual(['verl'])
    expect(plainOf(runs[0])).toEqual([
      {
        'critic/score/mean': { steps: [1, 2, 3], values: [0.1, -Infinity, 0.25] },
        'critic/vf_explained_var': { steps: [1, 2], values: [NOT, 0.2] },
        'actor/grad_norm': { steps: [1, 2], values: [Infinity, 2.5] },
        'actor/lr': { steps: [1, 2], values: [1e-6, 1e-6] },
      },
    ])
    expect(runs[0]?.config).toEqual({ note: 'NaN stands in "this NaN" text' })
  })

  test('a line that was cut is named, what stands before it is read', async () => {
    const { runs, warnings } = await readAll([fixture('verl/cut-tail.jsonl')])
    expect(plainOf(runs[0])).toEqual([{ 'critic/score/mean': { steps: [1, 2], values: [0.1, 0.2] } }])
    expect(warnings).toMatchObject([{ file: 'cut-tail.jsonl', where: 'line 3' }])
  })
})

describe('rows of JSON', () => {
  test('long rows with run, clock and configuration; names in any script', async () => {
    const { runs } = await readAll([fixture('jsonl/long.jsonl')])
    expect(runs.map(({ name }) => name)).toEqual(['种子 一', '種 二'])
    expect(runs[0]?.config).toEqual({ lr: '0.000001', model: 'qwen', 'nested/seed': '3' })
    expect(runs[0]?.startedAt).toBe(Date.UTC(2026, 0, 2, 3, 4, 5))
    expect(plainOf(runs[0])).toEqual([
      { 'reward/中': { steps: [1, 2], values: [0.5, NOT], times: [1767323045000, 1767323046000] } },
    ])
  })

  test('steps that go back and on are a resume: a new segment', async () => {
    const { runs } = await readAll([fixture('jsonl/resumed.jsonl')])
    expect(plainOf(runs[0])).toEqual([
      { loss: { steps: [1, 2, 3, 4], values: [1, 0.9, 0.8, 0.7] } },
      { loss: { steps: [3, 4, 5], values: [0.75, 0.65, 0.6] } },
    ])
  })

  test('a late row and a row that is logged twice stay where they are', async () => {
    const { runs } = await readAll([fixture('jsonl/late-and-twice.jsonl')])
    expect(plainOf(runs[0])).toEqual([
      {
        loss: { steps: [1, 3, 2, 3, 5, 6], values: [1, 0.8, 0.9, 0.81, 0.6, 0.5] },
        'eval/loss': { steps: [4], values: [0.7] },
      },
    ])
  })

  test('a list of rows', async () => {
    const { runs, warnings } = await readAll([fixture('jsonl/list.json')])
    expect(plainOf(runs[0])).toEqual([{ loss: { steps: [1, 2], values: [0.5, NOT] } }])
    expect(warnings).toMatchObject([{ where: 'row 3' }])
  })

  test('UTF-16, as some shells redirect', async () => {
    const bytes = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from('{"step":1,"loss":2}\r\n', 'utf16le'),
    ])
    const { runs } = await readAll([fileOf('a.jsonl', bytes)])
    expect(plainOf(runs[0])).toEqual([{ loss: { steps: [1], values: [2] } }])
  })
})

describe('W&B', () => {
  test('rows of a history: null and media are not points, times are seconds', async () => {
    const { formats, runs } = await readAll([fixture('wandb/history.jsonl')])
    expect(formats).toEqual(['wandb'])
    const times = [1767323045250, 1767323046250, 1767323047250]
    expect(plainOf(runs[0])).toEqual([
      {
        'train/reward': { steps: [0, 1, 2], values: [0.1, NOT, 0.3], times },
        'eval/reward': { steps: [2], values: [0.4], times: times.slice(2) },
      },
    ])
  })

  test('a panel: runs by name, lowest and highest only where they differ', async () => {
    const { formats, runs, warnings } = await readAll([fixture('wandb/panel.csv')])
    expect(formats).toEqual(['wandb-panel'])
    expect(runs.map(({ name }) => name)).toEqual(['grpo - seed 1', 'sft'])
    expect(plainOf(runs[0])[0]).toMatchObject({
      reward: { steps: [0, 1, 2], values: [0.1, 0.2, NOT] },
      reward__MIN: { values: [0.05, 0.2, NOT] },
    })
    expect(plainOf(runs[1])).toEqual([{ reward: { steps: [0, 2], values: [0.3, 0.5] } }])
    expect(warnings[0]?.message).toContain('sample')
  })

  test('the configuration beside a log becomes the run’s', async () => {
    const { runs } = await readAll([
      fixture('wandb/history.jsonl', 'wandb/run-1/history.jsonl'),
      fixture('wandb/config.yaml', 'wandb/run-1/files/config.yaml'),
    ])
    expect(runs[0]?.config).toEqual({
      lr: '0.000001',
      'optimizer/name': 'adam',
      'optimizer/betas': '[0.9,0.95]',
      seed: '3',
    })
  })
})

describe('tables', () => {
  test('wide: an empty cell is not a point, formulas are text, constant text is configuration', async () => {
    const { formats, runs, warnings } = await readAll([fixture('csv/wide.csv')])
    expect(formats).toEqual(['csv'])
    expect(runs[0]?.config).toEqual({ model: 'qwen' })
    expect(plainOf(runs[0])[0]).toMatchObject({
      'reward/mean': { steps: [1, 3], values: [0.1, 0.3] },
      loss: { steps: [1, 2, 3], values: [NOT, Infinity, -Infinity] },
    })
    expect(warnings).toMatchObject([{ where: 'comment' }])
  })

  test('runs and seeds by column', async () => {
    const { runs } = await readAll([fixture('csv/seeds.csv')])
    expect(runs.map(({ name, config }) => [name, config])).toEqual([
      ['a seed 1', { seed: '1' }],
      ['a seed 2', { seed: '2' }],
    ])
  })

  test('the download of one tag of TensorBoard has run and metric in its name', async () => {
    const { runs } = await readAll([fixture('csv/run-qwen_seed1-tag-critic_score_mean.csv')])
    expect(runs[0]?.name).toBe('qwen_seed1')
    expect(plainOf(runs[0])[0]?.critic_score_mean?.values).toEqual([0.5, 0.25])
  })

  test('a cut last row is left out, a step that is not a whole number is named', async () => {
    const cut = await readAll([fixture('csv/cut-row.csv')])
    expect(plainOf(cut.runs[0])[0]?.loss?.values).toEqual([0.5, 0.4])
    expect(cut.warnings).toMatchObject([{ where: 'line 4' }])
    const half = await readAll([fixture('csv/fractional-step.csv')])
    expect(half.warnings[0]?.message).toContain('"0.5", which is not a whole number')
    const large = new TextEncoder().encode('step,loss\n9007199254740993,1\n2,2\n')
    const beyond = await readAll([fileOf('large.csv', large)])
    expect(beyond.warnings[0]?.message).toContain('is larger than 2^53')
    const endless = new TextEncoder().encode(`{"step":${'9'.repeat(400)},"loss":1}\n{"step":2,"loss":2}\n`)
    const out = await readAll([fileOf('endless.jsonl', endless)])
    expect(out.warnings[0]?.message).toContain('The step is Infinity, which is larger than 2^53')
    const none = await readAll([fixture('csv/no-step.csv')])
    expect(none).toMatchObject({ runs: [], refused: [{ file: 'no-step.csv' }] })
  })
})

describe("the trainer's state", () => {
  const at = (path: string) => fixture('trainer-state/checkpoint-20.json', path)

  test('NaN of Python is NaN, train and eval rows stand together', async () => {
    const { formats, runs } = await readAll([at('trainer_state.json')], { uploadName: 'qwen' })
    expect(formats).toEqual(['trainer-state'])
    expect(runs[0]?.name).toBe('qwen')
    expect(runs[0]?.config).toMatchObject({ max_steps: '20', train_batch_size: '8' })
    expect(plainOf(runs[0])[0]).toMatchObject({
      grad_norm: { steps: [10, 20], values: [NOT, Infinity] },
      'rewards/format/mean': { steps: [10], values: [NOT] },
      eval_reward: { steps: [20], values: [0.15] },
    })
  })

  test('the highest checkpoint of a run wins; the run is its folder', async () => {
    const old = '{"log_history":[{"step":1,"loss":9}],"global_step":1}'
    const { runs, warnings } = await readAll([
      fileOf('out/a/checkpoint-9/trainer_state.json', old),
      at('out/a/checkpoint-20/trainer_state.json'),
      fileOf('out/b/checkpoint-3/trainer_state.json', old),
    ])
    expect(runs.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(plainOf(runs[0])[0]?.loss?.values).toEqual([0.5, 0.4])
    expect(warnings.map(({ file }) => file)).toEqual(['out/a/checkpoint-9/trainer_state.json'])
  })

  test('a cut one is refused by name', async () => {
    const { runs, refused } = await readAll([
      fixture('trainer-state/cut.json', 'checkpoint-1/trainer_state.json'),
    ])
    expect(runs).toEqual([])
    expect(refused).toMatchObject([{ file: 'checkpoint-1/trainer_state.json' }])
  })
})

describe('parquet', () => {
  test.each(['none', 'snappy', 'gzip', 'zstd'])('W&B’s history packed with %s', async (codec) => {
    const { formats, runs } = await readAll([fixture(`parquet/history-${codec}.parquet`)])
    expect(formats).toEqual(['wandb'])
    expect(runs[0]?.config).toEqual({ note: 'a' })
    expect(plainOf(runs[0])[0]).toMatchObject({
      reward: { steps: [0, 2, 3], values: [0.1, NOT, Infinity] },
      loss: { steps: [1, 2, 3], values: [0.5, 0.25, 0.125] },
      count: { steps: [0, 1, 3], values: [1, 2, 4] },
    })
  })

  test('any table, with times and runs', async () => {
    const { formats, runs } = await readAll([fixture('parquet/plain.parquet')])
    expect(formats).toEqual(['parquet'])
    expect(runs.map(({ name, startedAt }) => [name, startedAt])).toEqual([
      ['甲', Date.UTC(2026, 0, 2, 3, 4, 5)],
      ['乙', Date.UTC(2026, 0, 2, 3, 4, 6)],
    ])
  })
})
