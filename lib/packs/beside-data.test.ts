import { describe, expect, test } from 'vitest'
import { archiveFile } from '#lib/packs/archive-file.fixture.ts'
import { readAllSeeds, tablesOf } from '#lib/packs/read-seeds.fixture.ts'

const rows = (header: string, count: number, row: (n: number) => string): string =>
  `${header}\n${Array.from({ length: count }, (_, n) => row(n)).join('\n')}\n`
const GOOD = {
  'description.md': '# Crane shadows\n\nScored by AUC.\n',
  'train.csv': rows('id,mast,wind,y', 40, (n) => `${n},${n % 7},${n % 3 ? 'north' : 'south'},${n % 2}`),
  'test.csv': rows('id,mast,wind', 10, (n) => `${n + 100},${n % 7},north`),
  'sample_submission.csv': rows('id,y', 10, (n) => `${n + 100},0.5`),
}

async function readWith(path: string, content: string) {
  const files = Object.entries({ ...GOOD, [path]: content })
  const { read, refused, warnings } = await readAllSeeds(
    files.map(([name, text]) => archiveFile(`crane/${name}`, text)),
    { allowEvalOverlap: false },
  )
  expect(refused).toEqual([])
  return {
    modality: read[0]?.seed.modality,
    children: tablesOf(read[0])?.children,
    notes: warnings.map(({ message }) => message),
  }
}

describe('a table beside the data of a seed is not a child table, and the uploader hears why', () => {
  const answers = (value: string) => rows('id,y', 10, (n) => `${n + 100},${value}`)
  test.each([
    [
      'leaderboard.csv',
      'scoreDate,scoreNullable\n2031-01-01,0.8\n2031-01-02,0.9\n',
      /named as a table about/,
    ],
    ['crane-publicleaderboard.csv', 'TeamId,TeamName,Score\n1,Owls,0.8\n2,Newts,0.9\n', /is a leaderboard/],
    ['ranking.csv', 'Rank,Team\n1,Owls\n2,Newts\n', /is a leaderboard/],
    ['sample_submission2.csv', answers('0'), /columns of a submission/],
    ['random_forest.csv', answers('0.3'), /columns of a submission/],
    ['baseline.csv', answers('1'), /columns of a submission/],
    ['baselines.csv', 'model,score\nforest,0.8\nconstant,0.5\n', /named as a table about/],
    ['sample_submission_wide.csv', rows('id,no,yes', 10, (n) => `${n},1,0`), /named as a submission/],
    ['README.csv', 'topic,text\nwho,a\nwhen,b\n', /named as a table about/],
    ['columns.csv', 'Name,Meaning\nid,row\nmast,metres\nwind,where from\ny,shade\n', /explains columns/],
    ['data_dictionary.csv', 'file,variable\ntrain,id\ntrain,mast\ntrain,wind\ntest,id\n', /explains columns/],
  ])('%s', async (path, content, why) => {
    const { modality, children, notes } = await readWith(path, content)
    expect([modality, children]).toEqual(['tabular', []])
    expect(notes.join()).toMatch(new RegExp(`${path} is not read as data of the task, as it .*${why.source}`))
  })
})

describe('a further table of the task stays one, whatever its name', () => {
  test.each([
    ['leaderboard.csv', rows('mast,place', 7, (n) => `${n},${n + 1}`)],
    ['submissions.csv', rows('id,text', 40, (n) => `${n},hello`)],
    ['teams.csv', rows('mast,team,rank', 7, (n) => `${n},t${n},${n}`)],
    ['readings.csv', rows('id,column,value', 80, (n) => `${n % 40},${n % 2 ? 'mast' : 'wind'},${n}`)],
    ['tables/test.csv', rows('id,strain', 40, (n) => `${n},${n}`)],
  ])('%s', async (path, content) => {
    const { modality, children, notes } = await readWith(path, content)
    expect([modality, children?.length]).toEqual(['join', 1])
    expect(notes.join()).not.toMatch(/is not read as data/)
  })
})
