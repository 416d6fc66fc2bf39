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
  test('a clock that is a text, a phase, and one host of two are no lines', async () => {
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
