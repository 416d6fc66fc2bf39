import { describe, expect, test } from 'vitest'
import { fileOf, plainOf, readAll } from '#lib/training/parsers/logs.fixture.ts'

const one = async (path: string, content: string) => {
  const { runs, refused, warnings } = await readAll([fileOf(path, content)])
  return { runs, refused, warnings, plain: plainOf(runs[0]) }
}

describe('several lines in one wide table are never merged', () => {
  const table = (header: string, rows: string[]) => `${header}\n${rows.join('\n')}\n`
  const blocks = ['base,1,0.5', 'base,2,0.4', 'large,1,0.6', 'large,2,0.7']
  const [a = '', b = '', c = '', d = ''] = blocks
  test.each([
    ['one after the other', 'model.csv', table('model,step,loss', blocks)],
    ['by turns', 'turns.csv', table('model,step,loss', [a, c, b, d])],
    [
      'in rows of JSON',
      'split.jsonl',
      [1, 2]
        .flatMap((step) =>
          ['train', 'val'].map((split) => JSON.stringify({ step, model: split, loss: step })),
        )
        .join('\n'),
    ],
  ])('%s: the column that tells them apart is named', async (_, path, content) => {
    const { runs, refused } = await one(path, content)
    expect(runs).toEqual([])
    expect(refused[0]?.message).toContain('the column "model" tells apart')
    expect(refused[0]?.next).toContain('"run"')
  })
  test('called "run" they are runs', async () => {
    const { runs } = await one('run.csv', table('run,step,loss', blocks))
    expect(runs.map(({ name }) => name)).toEqual(['base', 'large'])
  })
  test('a clock that is a text, a phase, and one host of two are not lines', async () => {
    const clock = await one(
      'clock.csv',
      'step,at,loss\n1,01.02.2026 10:00,3\n2,01.02.2026 10:01,2\n1,01.02.2026 10:09,4\n2,01.02.2026 10:10,5\n',
    )
    expect(clock.plain).toHaveLength(2)
    const phase = 'step,phase,loss\n1,warm,9\n2,warm,8\n3,train,7\n4,train,6\n3,train,5\n4,train,4\n'
    expect((await one('phase.csv', phase)).plain).toHaveLength(2)
    const rows = 'step,kind,train,val\n1,t,3,\n1,v,,4\n2,t,2,\n2,v,,3\n'
    expect((await one('kinds.csv', rows)).plain).toEqual([
      { train: { steps: [1, 2], values: [3, 2] }, val: { steps: [1, 2], values: [4, 3] } },
    ])
  })
})

describe('what several processes log by turns', () => {
  const turns = (line: (rank: number, step: number) => string, steps = 3) =>
    Array.from({ length: 2 * steps }, (_, at) => line(at % 2, 1 + Math.floor(at / 2))).join('\n')
  const loss = (rank: number, step: number) => `{'loss': ${rank + 1 / step}, 'step': ${step}}`
  const json = (key: string) => (rank: number, step: number) =>
    JSON.stringify({ [key]: rank, step, loss: rank + 1 / step })
  test.each([
    ['a column of a table', 'r.csv', `step,rank,loss\n${turns((r, s) => `${s},${r},${r + 1 / s}`)}`],
    ['two rows of a table', 'r.csv', 'step,rank,loss\n1,0,0.5\n1,1,0.6\n'],
    ['rank after rank', 'r.csv', 'step,rank,loss\n1,0,0.5\n2,0,0.4\n1,1,0.6\n2,1,0.7\n'],
    ['steps of their own', 'r.csv', 'step,rank,loss\n1,0,0.5\n2,1,0.9\n3,0,0.4\n4,1,0.8\n'],
    ['rows of JSON', 'r.jsonl', turns(json('local_rank'))],
    ['rows of JSON by worker', 'r.jsonl', turns(json('worker_id'))],
    [
      'a key of the printed dict',
      'r.log',
      turns((r, s) => `{'loss': ${r + 1 / s}, 'step': ${s}, 'rank': ${r}}`),
    ],
    ['a key of verl’s line', 'r.log', turns((r, s) => `step:${s} - rank:${r} - loss:${r + 1 / s}`)],
    ['before a dict', 'r.log', turns((r, s) => `[rank${r}]: ${loss(r, s)}`)],
    ['in the words of a logger', 'r.log', turns((r, s) => `INFO trainer [Rank ${r}] ${loss(r, s)}`)],
    ['before verl’s line', 'r.log', turns((r, s) => `rank ${r} step:${s} - loss:${r + 1 / s}`)],
    ['by torchrun', 'r.log', turns((r, s) => `[default${r}]:${loss(r, s)}`)],
    ['by srun -l', 'r.log', turns((r, s) => `${r}: ${loss(r, s)}`)],
    ['by mpirun', 'r.log', turns((r, s) => `[1,${r}]<stdout>:${loss(r, s)}`)],
    ['by Ray', 'r.log', turns((r, s) => `(Worker pid=${40 + r}) ${loss(r, s)}`)],
  ])('is not merged: %s', async (_, path, content) => {
    const { runs, refused } = await one(path, content)
    expect(runs).toEqual([])
    expect(refused[0]?.message).toMatch(/several lines that the column "[a-z_]+" tells apart/)
    expect(refused[0]?.next).toMatch(/^Keep the lines of one process, or/)
  })
  test('is runs where the column is called so', async () => {
    const { runs } = await one('r.csv', `step,run,loss\n${turns((r, s) => `${s},${r},${r + 1 / s}`)}`)
    expect(runs.map(({ name }) => name)).toEqual(['0', '1'])
  })
  test.each([
    ['one process', 'r.csv', 'step,rank,loss\n1,0,3\n2,0,2\n', ['rank', 'loss']],
    ['a measure of that name', 'r.csv', 'step,rank,loss\n1,64,3\n2,63,2\n1,64,3\n2,64,1\n', ['rank', 'loss']],
    [
      'other metrics of each',
      'r.log',
      "[rank0]: {'loss': 1, 'step': 1}\n[rank1]: {'val': 2, 'step': 1}\n",
      ['loss', 'val'],
    ],
    [
      'a run that begins again',
      'r.log',
      [1, 2, 3, 2, 3].map((s, at) => `(T pid=${at > 2 ? 9 : 8}) ${loss(0, s)}`).join('\n'),
      ['loss'],
    ],
  ])('is one run: %s', async (_, path, content, metrics) => {
    const { runs, plain } = await one(path, content)
    expect(runs).toHaveLength(1)
    expect(Object.keys(plain[0] ?? {}).sort()).toEqual([...metrics].sort())
  })
})

test('a resume is told, with the way out for what is none', async () => {
  const { plain, warnings } = await one('r.csv', 'step,loss\n1,3\n2,2\n3,1\n1,6\n2,5\n')
  expect(plain.map(({ loss }) => loss?.values)).toEqual([
    [3, 2, 1],
    [6, 5],
  ])
  expect(warnings).toMatchObject([
    {
      where: 'step 1',
      message: expect.stringContaining('back from 3 to 1'),
      next: expect.stringContaining('"run"'),
    },
  ])
})
