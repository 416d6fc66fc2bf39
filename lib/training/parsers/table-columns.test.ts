import { describe, expect, test } from 'vitest'
import { fileOf, plainOf, readAll } from '#lib/training/parsers/logs.fixture.ts'

const one = async (content: string, x: string | null = null) => {
  const read = await readAll([fileOf('a.csv', content)], { x })
  return { ...read, plain: plainOf(read.runs[0]), said: [...read.warnings, ...read.refused] }
}

describe('the clock that SwanLab exports beside each metric', () => {
  test('is the time of the row and no metric', async () => {
    const { plain, warnings } = await one(
      'step,loss,loss_timestamp\n0,0.5,1795410000000\n1,0.4,1795410001000\n2,,\n',
    )
    expect(plain).toEqual([
      { loss: { steps: [0, 1], values: [0.5, 0.4], times: [1795410000000, 1795410001000] } },
    ])
    expect(warnings).toMatchObject([{ where: 'loss_timestamp' }])
  })
  test('of several experiments in one chart', async () => {
    const { plain } = await one(
      'step,a loss,a loss_timestamp,b loss,b loss_timestamp\n1,0.5,1795410000000,,\n',
    )
    expect(Object.keys(plain[0] ?? {})).toEqual(['a loss'])
  })
  test('a metric of that name with no metric beside it, or no time in it, stays', async () => {
    const { plain } = await one('step,first_timestamp,loss,loss_timestamp\n1,3,0.5,7\n')
    expect(Object.keys(plain[0] ?? {})).toEqual(['first_timestamp', 'loss', 'loss_timestamp'])
  })
})

describe('truth values', () => {
  test.each(['False,True', 'FALSE,TRUE', 'false,true'])('%s are 0 and 1, and said to be', async (words) => {
    const [no, yes] = words.split(',')
    const { plain, runs, warnings } = await one(
      `step,reward,solved\n1,0.5,${no}\n2,0.4,${yes}\n3,0.9,${yes}\n`,
    )
    expect(plain[0]?.solved).toEqual({ steps: [1, 2, 3], values: [0, 1, 1] })
    expect(runs[0]?.config).toEqual({})
    expect(warnings).toMatchObject([{ where: 'solved', message: expect.stringContaining('as 1 and 0') }])
  })
  test('a name of a run may be one', async () => {
    const { runs } = await one('run,step,loss\nTrue,1,0.5\nFalse,1,0.6\n')
    expect(runs.map(({ name }) => name)).toEqual(['True', 'False'])
  })
  test('other words for yes are texts, shown in the note', async () => {
    const { warnings } = await one('step,reward,solved\n1,0.5,no\n2,0.4,yes\n')
    expect(warnings[0]).toMatchObject({ where: 'solved', message: expect.stringContaining('"no"') })
  })
})

describe('the numbers of the rows that pandas writes', () => {
  test.each(['', 'Unnamed: 0'])('under the name "%s" are left out, with a note', async (name) => {
    const { plain, warnings } = await one(`${name},step,reward\n0,1,0.5\n1,2,0.4\n`)
    expect(plain).toEqual([{ reward: { steps: [1, 2], values: [0.5, 0.4] } }])
    expect(warnings).toMatchObject([
      { where: 'column 1', message: expect.stringContaining('counts the rows; it is left out') },
    ])
  })
  test('written twice, and beside an epoch that is x', async () => {
    const { plain } = await one('Unnamed: 0.1,Unnamed: 0,epoch,loss\n0,0,1,0.5\n1,1,2,0.4\n')
    expect(plain).toEqual([{ loss: { steps: [1, 2], values: [0.5, 0.4] } }])
  })
  test('are offered as x where nothing else counts, and can be chosen', async () => {
    const table = 'Unnamed: 0,loss\n0,0.5\n1,0.6\n2,0.4\n'
    expect((await one(table)).refused[0]?.next).toContain('choose x: "Unnamed: 0" only rises')
    expect((await one(table, 'Unnamed: 0')).plain).toEqual([
      { loss: { steps: [0, 1, 2], values: [0.5, 0.6, 0.4] } },
    ])
  })
  test('fractions without a name are a metric, and so is any other column without one', async () => {
    const { plain, warnings } = await one(',step,loss,\n0.25,1,0.5,7\n')
    expect(Object.keys(plain[0] ?? {})).toEqual(['column 1', 'loss', 'column 4'])
    expect(warnings.map(({ where }) => where)).toEqual(['column 1', 'column 4'])
  })
  test('a delimiter at the end of each row is not a column', async () => {
    expect((await one('step,loss,\n1,0.5,\n')).warnings).toEqual([])
  })
})

describe('folds of a cross-validation', () => {
  test.each([
    ['one after the other', '0,1,0.5\n0,2,0.4\n1,1,0.7\n1,2,0.6\n'],
    ['by turns', '0,1,0.5\n1,1,0.7\n0,2,0.4\n1,2,0.6\n'],
  ])('are runs, and none goes over another: %s', async (_, rows) => {
    const { runs, warnings } = await one(`fold,step,loss\n${rows}`)
    expect(runs.map((run) => [run.name, run.config, plainOf(run)])).toEqual([
      ['a fold 0', { fold: '0' }, [{ loss: { steps: [1, 2], values: [0.5, 0.4] } }]],
      ['a fold 1', { fold: '1' }, [{ loss: { steps: [1, 2], values: [0.7, 0.6] } }]],
    ])
    expect(warnings).toMatchObject([{ message: expect.stringContaining('Each fold is a run') }])
  })
  test('a tracker’s id that seeds or folds share is told apart too', async () => {
    const { runs } = await one('run_id,seed,fold,step,loss\nabc,1,0,1,0.5\nabc,1,1,1,0.6\nxyz,1,0,1,0.7\n')
    expect(runs.map(({ name, identity }) => [name, identity])).toEqual([
      ['abc seed 1 fold 0', 'abc seed 1 fold 0'],
      ['abc seed 1 fold 1', 'abc seed 1 fold 1'],
      ['xyz seed 1 fold 0', 'xyz'],
    ])
  })
})

test('cells with a unit are shown where nothing else was found', async () => {
  const { refused } = await one('step,acc\n1,50%\n2,55%\n')
  expect(refused).toMatchObject([{ where: 'acc', message: expect.stringContaining('"50%"') }])
})
