import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { archiveFile } from '#lib/packs/archive-file.fixture.ts'
import { readAllSeeds } from '#lib/packs/read-seeds.fixture.ts'

const rows = (header: string, count: number, row: (n: number) => string): string =>
  `${header}\n${Array.from({ length: count }, (_, n) => row(n)).join('\n')}\n`
const trainOf = (target: (n: number) => string) => ({
  'train.csv': rows('id,a,b,y', 40, (n) => `${n},${n * 0.5},${n % 3 ? 'north' : 'south'},${target(n)}`),
})
const GOOD: Readonly<Record<string, string>> = {
  'description.md': '# Crane shadows\n\nScored by AUC.\n',
  ...trainOf((n) => `${n % 2}`),
  'test.csv': rows('id,a,b', 10, (n) => `${n + 100},${n},north`),
  'sample_submission.csv': rows('id,y', 10, (n) => `${n + 100},0.5`),
  'seed.json': '{"licence": "CC0-1.0"}',
}
async function read(over: Readonly<Record<string, string>>) {
  const files = Object.entries({ ...GOOD, ...over }).map(([name, content]) =>
    archiveFile(`crane/${name}`, content),
  )
  const { seeds, refused, warnings } = await readAllSeeds(files, { allowEvalOverlap: false })
  return { seeds, refused, told: warnings.map(({ message }) => message).join('\n') }
}
const indexed = (csv = '', first = '') =>
  csv
    .replace(/^(?=.)/gm, '#,')
    .replace('#', first)
    .replaceAll('#', '7')
const RMSE = { 'description.md': '# Crane shadows\n\nScored by RMSE.\n' }

test('nothing is odd about a good seed', async () => {
  expect(await read({})).toMatchObject({ refused: [], told: '' })
})

describe('what is read all the same is told', () => {
  test.each([
    ['rows without an answer', trainOf((n) => (n % 5 ? `${n % 2}` : '')), /8 rows of train\.csv have no "y"/],
    [
      'a word for nothing as an answer',
      trainOf((n) => (n % 5 ? `${n % 2}` : 'NA')),
      /"NA" appears in "y" in 8 rows/,
    ],
    [
      'one slip among numbers',
      { ...RMSE, ...trainOf((n) => (n === 7 ? '3.x' : `${n * 1.3}`)) },
      /"3\.x" stands among/,
    ],
    [
      'an id of two training rows',
      { 'train.csv': `${GOOD['train.csv']}7,1.5,north,1\n` },
      /train\.csv has several rows with the id "7"/,
    ],
    [
      'a metric that the target does not allow',
      trainOf((n) => `${n}%`),
      /statement names auc, which does not fit a multi/,
    ],
    [
      'a line of totals',
      { 'train.csv': `${GOOD['train.csv']}Total,,,20\n` },
      /names auc, which does not fit a regression/,
    ],
    [
      'units below the header',
      { 'train.csv': GOOD['train.csv']?.replace('y\n', 'y\nno,cm,-,grade\n') ?? '' },
      /Line 2 holds texts \("no"\)/,
    ],
    [
      'ids that are twice in test.csv',
      { 'test.csv': rows('id,a,b', 10, (n) => `${100 + (n % 5)},${n},x`) },
      /several rows with the id "100"/,
    ],
    [
      'ids that are asked for and not there',
      { 'sample_submission.csv': rows('id,y', 11, (n) => `${n + 100},0.5`) },
      /asks for 1 id that test\.csv does not have \("110"\)/,
    ],
    [
      'ids that nobody asks for',
      { 'sample_submission.csv': rows('id,y', 5, (n) => `${n + 100},0.5`) },
      /does not ask for 5 ids of test\.csv \("105", \.\.\.\)/,
    ],
    [
      'a column of test.csv alone',
      { 'test.csv': rows('id,a,b,c', 10, (n) => `${n + 100},${n},x,1`) },
      /test\.csv has "c", which/,
    ],
    [
      'numbers of rows',
      { 'train.csv': indexed(GOOD['train.csv'], 'Unnamed: 0') },
      /"Unnamed: 0" is read as data/,
    ],
  ])('%s', async (_, over, told) => {
    const found = await read(over)
    expect(found.refused).toEqual([])
    expect(found.told).toMatch(told)
  })
})

describe('what cannot be a seed is refused', () => {
  const XML = '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>\n'
  const DVC = `outs:\n- md5: ${'0a'.repeat(16)}\n  size: 48211\n  path: train.csv\n`
  test.each([
    [
      'a submission whose first column is the number of rows',
      { 'sample_submission.csv': indexed(GOOD['sample_submission.csv']) },
      /first column of sample_submission\.csv has no name/,
    ],
    ['an answer of a store in place of a table', { 'train.csv': XML }, /train\.csv is an XML document/],
    ['a pointer of DVC', { 'train.csv': DVC }, /train\.csv is a DVC pointer/],
    ['one column', { 'train.csv': 'Access denied\nfor you\n' }, /one column only, "Access denied"/],
    [
      'a title with commas above the header',
      { 'train.csv': `My table,,,\n${GOOD['train.csv']}` },
      /columns 2, 3 and 4 have no names/,
    ],
  ])('%s', async (_, over, reason) => {
    const { seeds, refused } = await read(over)
    expect(seeds).toEqual([])
    expect(refused.map((one) => one.reason).join('\n')).toMatch(reason)
  })
})

const SEEDS = join(import.meta.dirname, '../../seeds')
const TABLES = ['train.csv', 'test.csv', 'sample_submission.csv', 'description.md', 'seed.json']
test('bundled seeds leave no doubt', async () => {
  const folders = readdirSync(SEEDS, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const files = folders.flatMap(({ name }) =>
    TABLES.map((file) => archiveFile(`${name}/${file}`, readFileSync(join(SEEDS, name, file)))),
  )
  const { seeds, warnings } = await readAllSeeds(files, { allowEvalOverlap: false })
  expect([seeds.length, warnings]).toEqual([folders.length, []])
})
