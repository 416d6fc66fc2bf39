import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { archiveFile } from '#lib/packs/archive-file.fixture.ts'
import { rawZip } from '#lib/packs/raw-zip.fixture.ts'
import { type ArchiveFile, readArchive } from '#lib/packs/read-archive.ts'
import { readAllSeeds, tablesOf } from '#lib/packs/read-seeds.fixture.ts'

const CASES = join(import.meta.dirname, 'fixtures/cases')
const casesOf = (name: string) => readdirSync(join(CASES, name)).filter((file) => file.endsWith('.zip'))

/** An archive as it was handed in. */
async function readCase(name: string, archive: string, allowEvalOverlap = false) {
  const { files } = await readArchive(readFileSync(join(CASES, name, archive)))
  return readAllSeeds(files, { allowEvalOverlap, archive })
}

const LFS = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0a'.repeat(32)}\nsize 48211\n`
const rows = (header: string, count: number, row: (n: number) => string): string =>
  `${header}\n${Array.from({ length: count }, (_, n) => row(n)).join('\n')}\n`
const GOOD: Readonly<Record<string, string | Uint8Array>> = {
  'description.md': '# Crane shadows\n\nScored by AUC.\n',
  'train.csv': rows('id,a,b,y', 40, (n) => `${n},${n * 0.5},${n % 3 ? 'north' : 'south'},${n % 2}`),
  'test.csv': rows('id,a,b', 10, (n) => `${n + 100},${n},north`),
  'sample_submission.csv': rows('id,y', 10, (n) => `${n + 100},0.5`),
  'seed.json': '{"licence": "CC0-1.0"}',
}
async function read(over: Readonly<Record<string, string | Uint8Array | null>>, folder = 'crane') {
  const files = Object.entries({ ...GOOD, ...over }).flatMap(([name, content]): ArchiveFile[] =>
    content === null ? [] : [archiveFile(`${folder}/${name}`, content)],
  )
  return readAllSeeds(files, { allowEvalOverlap: false })
}

describe('an evaluation task', () => {
  test.each(casesOf('53-eval-overlap-by-folder'))(
    '%s is refused, and allowed it is recorded',
    async (zip) => {
      const { seeds, refused } = await readCase('53-eval-overlap-by-folder', zip)
      const id = zip.includes('pizza') ? 'random-acts-of-pizza' : 'leaf-classification'
      expect(seeds).toEqual([])
      expect(refused.map(({ reason }) => reason)).toEqual([expect.stringContaining(`This is "${id}"`)])
      const allowed = await readCase('53-eval-overlap-by-folder', zip, true)
      expect(allowed.seeds.map(({ evalOverlap }) => evalOverlap)).toEqual([id])
    },
  )
})

describe('companions of other systems', () => {
  test('are passed over: the seed beside them is read, and nothing is said of them', async () => {
    const { seeds, refused, warnings } = await readCase('30-apple-double', 'apple-double.zip')
    expect([seeds.map(({ slug }) => slug), refused]).toEqual([['crane-shadows'], []])
    expect(seeds[0]?.files.map(({ path }) => path)).toEqual([
      'description.md',
      'sample_submission.csv',
      'test.csv',
      'train.csv',
    ])
    expect(warnings.map(({ message }) => message).join()).not.toMatch(/\._/)
  })

  test.each([
    ['extra-header-only-csv.zip', 'notes.csv', /notes\.csv is left out.*a header and no rows/],
    ['extra-ragged-csv.zip', 'weather_notes.csv', /weather_notes\.csv is left out/],
  ])('%s: a broken further table costs itself, with a note', async (zip, name, message) => {
    const { seeds, refused, warnings } = await readCase('30-apple-double', zip)
    expect([seeds.length, refused]).toEqual([1, []])
    expect(seeds[0]?.files.some(({ path }) => path === name)).toBe(false)
    expect(warnings.map((one) => one.message)).toContainEqual(expect.stringMatching(message))
  })

  test.each([
    ['a pointer', 'weather.csv', LFS, /weather\.csv is left out.*Git LFS pointer.*git lfs pull/],
    ['a workbook', 'weather.csv', rawZip([{ name: '[Content_Types].xml' }]), /Excel workbook/],
    ['nothing', 'weather.csv', '', /weather\.csv is left out/],
    ['a zip', 'more/weather.csv', rawZip([{ name: 'x' }]), /more\/weather\.csv.*zip archive/],
  ])('%s as a further table costs itself', async (_name, path, content, message) => {
    const { seeds, refused, warnings } = await read({ [path]: content })
    expect([seeds[0]?.modality, refused]).toEqual(['tabular', []])
    expect(seeds[0]?.files.some((file) => file.path === path)).toBe(false)
    expect(warnings.map((one) => one.message)).toContainEqual(expect.stringMatching(message))
  })
})

describe('a file that is not what it is called', () => {
  test('a train.csv that is a zip is told as such; one that is packed beside is named', async () => {
    const named = await readCase('24-csv-is-a-zip', 'train-csv-is-a-zip.zip')
    expect(named.refused).toEqual([
      {
        folder: 'gate-a',
        file: 'train.csv',
        reason: 'train.csv is a zip archive.',
        fix: expect.stringMatching(/Unpack/),
      },
    ])
    const inside = await readCase('24-csv-is-a-zip', 'train-csv-zip-inside.zip')
    expect(inside.refused[0]?.reason).toMatch(/train\.csv\.zip lies there packed in place of train\.csv/)
    expect(inside.refused[0]?.fix).toMatch(/^Unpack/)
  })

  test.each([
    ['test.csv', { 'test.csv': LFS }, /test\.csv is a Git LFS pointer/],
    ['description.md', { 'description.md': LFS }, /description\.md is a Git LFS pointer/],
    ['train.csv', { 'train.csv': '<!DOCTYPE html><html>' }, /train\.csv is a web page/],
    ['train.csv', { 'train.csv': null, 'train.csv.gz': 'x' }, /train\.csv\.gz lies there packed/],
    ['train.csv', { 'train.csv': null, 'train.xlsx': 'x' }, /train\.xlsx lies there in place of train\.csv/],
    ['sample_submission.csv', { 'sample_submission.csv': null, 'sample_submission.csv.zip': 'x' }, /packed/],
    ['images/0.png', { 'images/0.png': LFS, 'images/1.png': LFS }, /0\.png and 1 more are Git LFS pointers/],
  ])('%s: named with what helps', async (file, over, reason) => {
    const { seeds, refused } = await read(over)
    expect(seeds).toEqual([])
    expect(refused).toEqual([expect.objectContaining({ file, reason: expect.stringMatching(reason) })])
  })

  test('names of any case are read', async () => {
    const { 'train.csv': train = '', 'seed.json': facts = '' } = GOOD
    const { seeds } = await read({
      'train.csv': null,
      'Train.CSV': train,
      'seed.json': null,
      'SEED.json': facts,
    })
    expect(seeds[0]?.licence).toBe('CC0-1.0')
  })
})

describe('all that is wrong is told at once', () => {
  test('every entry of seed.json, in words of the form, once with the name of the file', async () => {
    const bad = { metrc: 'auc', license: 'MIT', taskType: 'regresion', title: 'x', target: 7, colour: 'red' }
    const { refused } = await read({ 'seed.json': JSON.stringify(bad) })
    const told = refused.map(({ reason, fix }) => `${reason} ${fix}`)
    expect(told).toHaveLength(6)
    expect(told).toContainEqual(expect.stringMatching(/"metrc" that is not known\. Write "metric"\./))
    expect(told).toContainEqual(expect.stringMatching(/"license".*Write "licence"/))
    expect(told).toContainEqual(
      expect.stringMatching(
        /"taskType" is "regresion"\. It may be binary, multiclass, ordinal, regression\./,
      ),
    )
    expect(told).toContainEqual(expect.stringMatching(/"title" must have at least 3 characters/))
    expect(told).toContainEqual(expect.stringMatching(/"target" must be a text, and it is a number/))
    expect(told).toContainEqual(
      expect.stringMatching(/"colour".*It may hold title, modality, .*sandmle seeds template/),
    )
    for (const line of told) {
      expect(line.match(/seed\.json/g)?.length).toBe(1)
      expect(line).not.toMatch(/Invalid|Unrecognized|expected|received|Too small/)
    }
  })

  test.each([
    ['{"title": "A task",}', /not JSON: it .* line 1, column \d+/],
    ['[]', /must be one object, and it is a list/],
    ['"x"', /must be one object, and it is a text/],
    ['{"metric": "qwk", "metric": "auc"}', /line 1: "metric" appears twice/],
    ['{"title": "a\\u202eb"}', /"title" holds U\+202E/],
  ])('a seed.json %s', async (json, reason) => {
    const { refused } = await read({ 'seed.json': json })
    expect(refused).toHaveLength(1)
    expect(refused[0]?.reason).toMatch(reason)
  })

  test('missing files and wrong facts, then what is wrong in the tables', async () => {
    const missing = await read({ 'test.csv': null, 'description.md': null, 'seed.json': '{"metric": "f2"}' })
    expect(missing.refused.map(({ file }) => file)).toEqual(['description.md', 'seed.json', 'test.csv'])
    const tables = await read({ 'train.csv': '', 'test.csv': rawZip([{ name: 'x' }]) })
    expect(tables.refused.map(({ file }) => file)).toEqual(['train.csv', 'test.csv'])
    const columns = await read({
      'seed.json': '{"target": "z", "idColumn": "key", "taskType": "regression", "metric": "auc"}',
    })
    expect(columns.refused.map(({ file }) => file)).toEqual([
      'test.csv',
      'sample_submission.csv',
      'train.csv',
      'seed.json',
    ])
  })

  const graded = (value: (n: number) => string) => ({
    'train.csv': rows('id,a,y', 40, (n) => `${n},${n * 0.5},${value(n)}`),
    'test.csv': rows('id,a', 10, (n) => `${n + 100},${n}`),
    'seed.json': '{"metric": "qwk", "licence": "CC0-1.0"}',
    'description.md': '# Rust\n\nHow much rust?\n',
  })
  test('quadratic weighted kappa makes grades ordinal; where it cannot, "ordinal" is named', async () => {
    for (const value of [
      (n: number) => `${n % 4}`,
      (n: number) => `${n % 4}.0`,
      (n: number) => `${(n % 3) - 1}`,
    ]) {
      const { seeds, refused } = await read(graded(value))
      expect(refused).toEqual([])
      expect(seeds[0]).toMatchObject({ taskType: 'ordinal', metric: 'qwk' })
    }
    const { refused } = await read(graded((n) => `${n * 0.37}`))
    expect(refused[0]?.reason).toMatch(/qwk does not fit a regression task/)
    expect(refused[0]?.fix).toMatch(/"taskType": "ordinal" .*rmse, mae, rmsle/)
  })
})

describe('a seed in any dialect', () => {
  test.each(casesOf('25-semicolon-seed'))('%s is read', async (zip) => {
    const { seeds, refused, read: all } = await readCase('25-semicolon-seed', zip)
    expect(refused).toEqual([])
    expect(seeds[0]).toMatchObject({ idColumn: 'id', target: 'y', taskType: 'binary' })
    expect(tablesOf(all[0])?.train.header).toEqual(['id', 'a', 'b', 'y'])
    expect([tablesOf(all[0])?.train.count, tablesOf(all[0])?.testRows]).toEqual([60, 20])
  })

  const text = (name: string): string => String(GOOD[name])
  const TABLES = ['train.csv', 'test.csv', 'sample_submission.csv']
  const rewritten = (write: (text: string) => string | Uint8Array) =>
    Object.fromEntries(TABLES.map((name) => [name, write(text(name))]))
  test.each([
    ['bars', (csv: string) => csv.replaceAll(',', '|')],
    ['carriage returns alone', (csv: string) => csv.replaceAll('\n', '\r')],
    ['semicolons with decimal commas', (csv: string) => csv.replaceAll(',', ';').replaceAll('.', ',')],
    ['a line that names the separator', (csv: string) => `sep=;\n${csv.replaceAll(',', ';')}`],
    ['UTF-16, big end first', (csv: string) => Buffer.from(`\ufeff${csv}`, 'utf16le').swap16()],
    ['mixed line ends', (csv: string) => csv.replace('\n', '\r\n').replace('\n9', '\r9')],
  ])('%s', async (_name, write) => {
    const { seeds, refused, read: all } = await read(rewritten(write))
    expect(refused).toEqual([])
    expect(seeds[0]).toMatchObject({ idColumn: 'id', target: 'y', metric: 'auc' })
    expect(tablesOf(all[0])?.train.rows[3]).toEqual(['3', '1.5', 'south', '1'])
  })

  test.each([
    ['UTF-16', Buffer.from('\ufeff# Größe\n\nScored by AUC.\n', 'utf16le'), 'Größe'],
    [
      'Latin-1',
      Buffer.from('# Größe der Äste und Zweige\n\nScored by AUC.\n', 'latin1'),
      'Größe der Äste und Zweige',
    ],
  ])('a statement in %s', async (_name, content, title) => {
    const { seeds, refused } = await read({ 'description.md': content })
    expect(refused).toEqual([])
    expect(seeds[0]).toMatchObject({ title, metric: 'auc' })
  })

  test('the guard sees the columns whatever stands between them', async () => {
    const header = 'id,text,author'
    const over = {
      'train.csv': rows(header, 9, (n) => `${n},word ${n},${['EAP', 'HPL', 'MWS'][n % 3]}`).replaceAll(
        ',',
        ';',
      ),
      'test.csv': rows('id,text', 3, (n) => `${n},w`).replaceAll(',', '\t'),
      'sample_submission.csv': Buffer.from(
        `\ufeff${rows('id,EAP,HPL,MWS', 3, (n) => `${n},1,0,0`)}`,
        'utf16le',
      ),
    }
    const { refused } = await read(over)
    expect(refused[0]?.reason).toMatch(/spooky-author-identification/)
  })

  test('a ragged row is named by its line, and a doubled column by its name', async () => {
    const train = text('train.csv')
    const ragged = await read({ 'train.csv': train.replace('\n5,', '\n5,x,') })
    expect(ragged.refused[0]?.reason).toMatch(/train\.csv is not a readable table: line 7 has 5 cells/)
    const doubled = await read({ 'train.csv': train.replace('id,a,b', 'id,a,a') })
    expect(doubled.refused[0]).toMatchObject({ file: 'train.csv', reason: expect.stringMatching(/"a"/) })
  })
})

describe('what people pack', () => {
  test('copies of a file are left out with a note, so that they make no second table', async () => {
    const train = GOOD['train.csv'] ?? ''
    const { seeds, warnings } = await read({
      'train (1).csv': train,
      'Copy of test.csv': train,
      'train.csv~': 'old',
    })
    expect(seeds[0]?.modality).toBe('tabular')
    expect(seeds[0]?.files).toHaveLength(5)
    expect(warnings.map(({ message }) => message).join('\n')).toMatch(
      /train \(1\)\.csv is named as a copy of train\.csv/,
    )
  })
  test('an archive inside the archive is named', async () => {
    const { refused } = await readAllSeeds([archiveFile('crane.zip', rawZip([{ name: 'x' }]))], {
      allowEvalOverlap: false,
    })
    expect(refused[0]).toMatchObject({
      reason: expect.stringContaining('crane.zip lies there packed'),
      fix: expect.stringContaining('Unpack crane.zip'),
    })
  })
  test('folders parted by backslashes, as old zip programs of Windows write', async () => {
    const names = Object.entries(GOOD).map(([name, content]) => ({ name: `crane\\${name}`, content }))
    const { files } = await readArchive(rawZip(names))
    const { seeds } = await readAllSeeds(files, { allowEvalOverlap: false })
    expect(seeds.map(({ folder }) => folder)).toEqual(['crane'])
  })
  test('an id column in other letters is told by what helps', async () => {
    const { refused } = await read({ 'test.csv': rows('ID,a,b', 10, (n) => `${n + 100},${n},north`) })
    expect(refused[0]?.fix).toBe('Rename the column "ID" of test.csv to "id".')
  })
})
