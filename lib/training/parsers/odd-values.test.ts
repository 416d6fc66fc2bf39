import { describe, expect, test } from 'vitest'
import { rawZip } from '#lib/packs/raw-zip.fixture.ts'
import { fileOf, plainOf, readAll } from '#lib/training/parsers/logs.fixture.ts'

const NOT = Number.NaN
const one = async (path: string, content: string | Uint8Array, x: string | null = null) => {
  const { runs, refused, warnings } = await readAll([fileOf(path, content)], { x })
  return { runs, refused, warnings, plain: plainOf(runs[0]) }
}

describe('numbers in other clothes', () => {
  test('of numpy and torch, in the cells of a table and in the texts of rows', async () => {
    const table = 'step,loss\n1,np.float32(0.5)\n2,"tensor(0.4, device=\'cuda:0\')"\n3,tensor(nan)\n'
    expect((await one('a.csv', table)).plain).toEqual([
      { loss: { steps: [1, 2, 3], values: [0.5, 0.4, NOT] } },
    ])
    const rows = '{"step": 1, "data": {"score": "np.float64(0.25)"}}\n{"step": 2, "data": {"score": 0.5}}\n'
    expect((await one('v.jsonl', rows)).plain).toEqual([{ score: { steps: [1, 2], values: [0.25, 0.5] } }])
  })
  test('a list in such clothes is not a number, and says so', async () => {
    const { plain, warnings } = await one(
      'a.csv',
      'step,loss,v\n1,0.5,"tensor([1, 2])"\n2,0.4,"tensor([3, 4])"\n',
    )
    expect(Object.keys(plain[0] ?? {})).toEqual(['loss'])
    expect(warnings[0]).toMatchObject({ where: 'v' })
  })
  test('what Windows and pandas write for no number', async () => {
    const { plain, warnings } = await one(
      'a.csv',
      'step,loss\n1,1.#INF\n2,-nan(ind)\n3,<NA>\n4,NaT\n5,#N/A\n6,0.2\n',
    )
    expect(plain).toEqual([{ loss: { steps: [1, 2, 6], values: [Number.POSITIVE_INFINITY, NOT, 0.2] } }])
    expect(warnings).toEqual([])
  })
  test('the minus sign of mathematics, with a note', async () => {
    const { plain, warnings } = await one('a.csv', 'step,reward\n1,\u22120.5\n2,0.25\n')
    expect(plain).toEqual([{ reward: { steps: [1, 2], values: [-0.5, 0.25] } }])
    expect(warnings[0]?.message).toContain('read as -0.5')
  })
  test('a value that MLflow keeps as 0 and calls no number', async () => {
    const rows =
      'run_uuid,key,value,step,timestamp,is_nan\na,loss,0.5,1,1700000000000,0\na,loss,0,2,1700000001000,1\n'
    expect(plainOf((await readAll([fileOf('metrics.csv', rows)])).runs[0])[0]?.loss?.values).toEqual([
      0.5,
      NOT,
    ])
    const wide = await one('w.csv', 'step,loss,is_nan\n1,0.5,0\n2,0.4,1\n')
    expect(wide.plain[0]?.is_nan?.values).toEqual([0, 1])
  })
})

test('null in rows of no known trainer is NaN and says so: pandas writes it where nothing was logged', async () => {
  const rows = (step: string) =>
    `{"${step}": 1, "reward": 0.5, "eval": null}\n{"${step}": 2, "reward": 0.6, "eval": 0.3}\n`
  const { plain, warnings } = await one('history.jsonl', rows('step'))
  expect(plain[0]?.eval).toEqual({ steps: [1, 2], values: [NOT, 0.3] })
  expect(warnings).toMatchObject([{ where: 'eval', message: expect.stringContaining('read as NaN') }])
  // Where the form is known, so is what null means in it.
  const known = await one('history.jsonl', rows('_step'))
  expect(known.plain[0]?.eval).toEqual({ steps: [2], values: [0.3] })
  expect(known.warnings).toEqual([])
})

test('transformers 5 prints its numbers as texts', async () => {
  const lines =
    "{'loss': '0.5', 'grad_norm': '1.2', 'epoch': '0.01'}\n{'loss': '0.4', 'grad_norm': 'nan', 'epoch': '0.02'}\n"
  const { plain } = await one('out.txt', lines)
  expect(plain[0]?.loss).toEqual({ steps: [1, 2], values: [0.5, 0.4] })
  expect(plain[0]?.grad_norm?.values).toEqual([1.2, NOT])
})

test('a remark of JSON above the header, as Stable-Baselines3 writes', async () => {
  const monitor = '#{"t_start": 1700000000.0, "env_id": "CartPole-v1"}\nr,l,t\n20.0,20,0.5\n30.0,30,1.25\n'
  expect((await one('monitor.csv', monitor)).refused.map(({ next }) => next).join()).toContain('"t"')
  const { plain } = await one('monitor.csv', monitor, 't')
  expect(plain[0]?.r).toEqual({ steps: [1, 2], values: [20, 30] })
})

describe('what a file really is', () => {
  test('columns that spaces part', async () => {
    const { refused } = await one('a.csv', '  step   loss\n     1  0.5\n     2  0.4\n')
    expect(refused[0]).toMatchObject({ message: 'The columns are parted by spaces.' })
    expect((await one('b.csv', 'a note\nof two\n')).refused[0]?.message).not.toContain('spaces')
  })
  test.each([
    ['a.csv', rawZip([{ name: '[Content_Types].xml' }]), 'is an Excel workbook', 'Save it as CSV.'],
    [
      'a.csv',
      Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0, 0),
      'is an Excel workbook of the old form',
      'Save it as CSV.',
    ],
    ['a.log', Buffer.from('%PDF-1.7'), 'is a PDF', 'Save what it says as text.'],
  ])('%s', async (path, bytes, what, next) => {
    expect((await one(path, bytes)).refused).toEqual([
      { file: path, where: null, message: `The file ${what}.`, next },
    ])
  })
})

describe('files beside a log', () => {
  const state = '{"log_history": [{"step": 1, "loss": 0.5}, {"step": 2, "loss": 0.4}]}'
  test('of a model and its trainer are passed over: nothing is said of them', async () => {
    const paths = [
      'optimizer.pt',
      'training_args.bin',
      'model.safetensors',
      'config.json',
      'tokenizer.json',
      'all_results.json',
      'merges.txt',
      'training_loss.png',
      'train.py',
    ]
    const files = paths.map((path) => fileOf(`out/${path}`, '{\n "epoch": 1\n}\n'))
    const { runs, refused, warnings } = await readAll([fileOf('out/trainer_state.json', state), ...files])
    expect([runs.length, refused, warnings]).toEqual([1, [], []])
  })
  test('sent alone a file is meant, whatever it is called', async () => {
    const lines = "{'loss': 0.5, 'epoch': 0.1}\n{'loss': 0.4, 'epoch': 0.2}\n"
    expect((await one('output.log', lines)).plain[0]?.loss?.values).toEqual([0.5, 0.4])
    expect((await one('model.pt', rawZip([{ name: 'x' }]))).refused).toHaveLength(1)
    expect((await one('config.yaml', 'lr: 1\n')).refused).toHaveLength(1)
  })
})
