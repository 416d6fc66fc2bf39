import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { archiveFile } from '#lib/packs/archive-file.fixture.ts'
import type { ArchiveFile } from '#lib/packs/read-archive.ts'
import { readAllSeeds } from '#lib/packs/read-seeds.fixture.ts'
import { wav } from '#lib/packs/wav.fixture.ts'

const SEEDS = join(import.meta.dirname, '../../seeds')
const file = archiveFile
const rows = (header: string, count: number, row: (n: number) => string): string =>
  `${header}\n${Array.from({ length: count }, (_, n) => row(n)).join('\n')}\n`
const plain = (folder: string, description = '# Price\nRoot mean squared error.'): ArchiveFile[] => [
  file(`${folder}/description.md`, description),
  file(
    `${folder}/train.csv`,
    rows('id,size,price', 60, (n) => `${n},${n * 2},${n * 3.5}`),
  ),
  file(
    `${folder}/test.csv`,
    rows('id,size', 20, (n) => `${n + 100},${n}`),
  ),
  file(
    `${folder}/sample_submission.csv`,
    rows('id,price', 20, (n) => `${n + 100},0`),
  ),
]
const read = (files: ArchiveFile[], allowEvalOverlap = false) => readAllSeeds(files, { allowEvalOverlap })

function walk(folder: string): ArchiveFile[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? walk(path) : [file(relative(SEEDS, path), readFileSync(path))]
  })
}

describe('bundled seeds', async () => {
  const reading = await read(walk(SEEDS).filter((one) => one.path.includes('/')))

  test('every folder is a seed with its stated facts and an open licence', () => {
    expect(reading.refused).toEqual([])
    expect(reading.warnings).toEqual([])
    expect(reading.seeds.map((seed) => seed.slug)).toEqual(
      readdirSync(SEEDS).filter((name) => !name.includes('.')),
    )
    for (const seed of reading.seeds) {
      expect(['CC-BY-3.0', 'CC-BY-4.0', 'CC0-1.0', 'US-Government-Work']).toContain(seed.licence)
      expect(seed.source).toMatch(/^https:/)
      expect(seed.attribution).not.toBe('')
      expect(seed.evalOverlap).toBeNull()
      expect(seed.files.reduce((sum, one) => sum + one.bytes, 0)).toBeLessThan(
        seed.modality === 'audio' ? 800_000 : 400_000,
      )
    }
  })

  test('each statement explains every column of train.csv once', () => {
    for (const { seed, origin } of reading.read) {
      const explained = [...seed.description.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name)
      expect([seed.slug, explained]).toEqual([seed.slug, [...new Set(explained)]])
      if (origin.kind === 'measured')
        expect(explained).toEqual(expect.arrayContaining([...origin.tables.train.header]))
    }
  })

  test('they cover what a first run needs', () => {
    const count = (modality: string) => reading.seeds.filter((seed) => seed.modality === modality).length
    expect(reading.seeds.length).toBeGreaterThanOrEqual(20)
    expect(count('tabular')).toBeGreaterThanOrEqual(8)
    for (const modality of ['series', 'image', 'join']) expect(count(modality)).toBeGreaterThanOrEqual(3)
    expect(count('text')).toBeGreaterThanOrEqual(3)
    const kinds = new Set(reading.seeds.map((seed) => `${seed.modality} ${seed.taskType}`))
    expect(kinds.size).toBeGreaterThanOrEqual(12)
  })

  test('inference without seed.json finds the same task', async () => {
    const bare = await read(
      walk(SEEDS).filter((one) => one.path.includes('/') && !one.path.endsWith('seed.json')),
    )
    const facts = (list: typeof reading.seeds) =>
      list.map((seed) => [seed.slug, seed.target, seed.idColumn, seed.metric])
    expect(facts(bare.seeds)).toEqual(facts(reading.seeds))
  })
})

describe('readSeeds', () => {
  test('infers a plain regression task', async () => {
    const { seeds, warnings } = await read(plain('house'))
    expect(seeds[0]).toMatchObject({
      slug: 'house',
      title: 'Price',
      modality: 'tabular',
      taskType: 'regression',
      metric: 'rmse',
      direction: 'minimize',
      target: 'price',
      idColumn: 'id',
    })
    expect(warnings).toEqual([{ folder: 'house', message: expect.stringContaining('licence') }])
  })

  test('keeps the good folders of an archive and names file and fix of the bad ones', async () => {
    const broken = plain('b').filter((one) => !one.path.endsWith('test.csv'))
    const ragged = plain('c').map((one) =>
      one.path === 'c/train.csv' ? file('c/train.csv', 'id,size,price\n1,2\n') : one,
    )
    const { seeds, refused } = await read([...plain('a'), ...broken, ...ragged, file('d/notes.txt', 'x')])
    expect(seeds.map((seed) => seed.folder)).toEqual(['a'])
    expect(refused.map((one) => [one.folder, one.file])).toEqual([
      ['b', 'test.csv'],
      ['c', 'train.csv'],
      ['d', null],
    ])
    for (const one of refused) expect(one.fix.length).toBeGreaterThan(10)
  })

  test('the same content has the same hash wherever it lies', async () => {
    const { seeds } = await read([...plain('a'), ...plain('b')])
    expect(seeds[0]?.contentHash).toBe(seeds[1]?.contentHash)
  })

  test.each([
    ['by folder', 'spooky-author-identification', '# Who wrote it?'],
    ['by title', 'x', '# Spooky Author Identification'],
    ['by address', 'x', '# A task\nFrom https://www.kaggle.com/c/spooky-author-identification.'],
  ])('recognises an evaluation task %s', async (_how, folder, description) => {
    const refused = await read(plain(folder, description))
    expect(refused.seeds).toEqual([])
    expect(refused.refused[0]?.reason).toContain('spooky-author-identification')
    const allowed = await read(plain(folder, description), true)
    expect(allowed.seeds[0]?.evalOverlap).toBe('spooky-author-identification')
  })

  test('reads a competition folder whose data lies apart, without its private part', async () => {
    const config = 'id: synth-churn\nname: Churn\ngrader:\n  name: auc-roc # area\n  grade_fn: x.y:grade\n'
    const data = 'data/synth-churn/prepared/public'
    const { seeds, refused } = await read([
      file('competitions/synth-churn/config.yaml', config),
      file('competitions/synth-churn/description.md', '# Churn'),
      file('competitions/synth-churn/grade.py', 'def grade(a, b): ...'),
      file(
        `${data}/train.csv`,
        rows('id,x,churn', 60, (n) => `${n},${n},${n % 2}`),
      ),
      file(
        `${data}/test.csv`,
        rows('id,x', 20, (n) => `${n + 100},${n}`),
      ),
      file(
        `${data}/sample_submission.csv`,
        rows('id,churn', 20, (n) => `${n + 100},0.5`),
      ),
      file('data/synth-churn/prepared/private/test.csv', 'id,churn\n100,1\n'),
    ])
    expect(refused).toEqual([])
    expect(seeds[0]).toMatchObject({ slug: 'synth-churn', title: 'Churn', metric: 'auc', taskType: 'binary' })
    expect(seeds[0]?.files.some((one) => one.path.includes('private'))).toBe(false)
  })

  test('a competition folder without data says how to get it', async () => {
    const { refused } = await read([
      file('c/config.yaml', 'id: c\nname: C\n'),
      file('c/description.md', '# C'),
    ])
    expect(refused[0]?.fix).toContain('prepared/public')
  })

  test('refuses packed sounds beside an index, and takes them where their modality is stated', async () => {
    const sounds = [...plain('calls'), file('calls/sounds/a.mp3', 'x'), file('calls/sounds/b.mp3', 'y')]
    const { refused } = await read(sounds)
    expect(refused[0]).toMatchObject({ file: 'sounds/a.mp3', fix: expect.stringMatching(/WAV.*"modality"/) })
    const stated = await read([...sounds, file('calls/seed.json', '{"modality":"tabular"}')])
    expect(stated.seeds[0]?.modality).toBe('tabular')
    expect(stated.warnings.map(({ message }) => message)).toContainEqual(
      'sounds/a.mp3 and 1 more hold packed sound: kept, and not looked at.',
    )
  })

  test('takes WAV files as sounds, and names what a player could not read either', async () => {
    const sounds = (bytes: Uint8Array | string) => [
      ...plain('calls'),
      ...Array.from({ length: 12 }, (_, n) => file(`calls/audio/${n}.wav`, bytes)),
    ]
    const { seeds } = await read(sounds(wav({ samples: [0, 9000, 0, -9000], rate: 8000 })))
    expect(seeds[0]?.modality).toBe('audio')
    const { refused } = await read(sounds('RIFF....WAVE'))
    expect(refused[0]).toMatchObject({ file: 'audio/0.wav', fix: expect.stringContaining('uncompressed') })
  })

  test('says of pictures beside a table which of the two it is read as', async () => {
    const pictures = Array.from({ length: 12 }, (_, n) => file(`a/images/${n}.png`, 'x'))
    const wide = plain('a').map((one) =>
      one.path === 'a/train.csv'
        ? file(
            'a/train.csv',
            rows('id,image,size,age,price', 60, (n) => `${n},${n}.png,${n},${n},${n * 3.5}`),
          )
        : one,
    )
    const { seeds, warnings } = await read([...wide, ...pictures])
    expect(seeds[0]?.modality).toBe('image')
    expect(warnings.map(({ message }) => message).join()).toMatch(
      /pictures and 2 further columns \(size, age\)/,
    )
  })

  test.each([
    ['unknown key', '{"colour":"red"}', /seed.json/],
    ['not JSON', '{', /not JSON/],
    ['metric of another task type', '{"taskType":"regression","metric":"auc"}', /does not fit/],
    ['target that is not there', '{"target":"cost"}', /no column "cost"/],
  ])('refuses a seed.json with %s', async (_name, json, reason) => {
    const { refused } = await read([...plain('a'), file('a/seed.json', json)])
    expect(refused[0]?.reason).toMatch(reason)
  })

  test('refuses a test table that holds the target', async () => {
    const files = plain('a').map((one) =>
      one.path === 'a/test.csv' ? file('a/test.csv', 'id,size,price\n1,2,3\n') : one,
    )
    const { refused } = await read([...files, file('a/seed.json', '{"target":"price"}')])
    expect(refused[0]?.file).toBe('test.csv')
  })

  test.each([
    ['a table beyond the limit', new Uint8Array(49 * 2 ** 20).fill(48), /larger than 48 MiB/],
    ['one endless cell', `id,size,price\n1,${'9'.repeat(2 ** 21)},3\n`, /not a readable table/],
    ['bytes that are not text', new Uint8Array([0x50, 0x41, 0x52, 0x32, 0, 255, 254]), /holds zero bytes/],
    ['a parquet file', new Uint8Array([0x50, 0x41, 0x52, 0x31, 0, 255, 254]), /is a parquet file/],
    ['nothing', '', /train\.csv is empty/],
  ])('refuses %s, naming the file', async (_name, content, reason) => {
    const files = plain('a').map((one) => (one.path === 'a/train.csv' ? file('a/train.csv', content) : one))
    const { refused } = await read(files)
    expect(refused[0]).toMatchObject({ file: 'train.csv', reason: expect.stringMatching(reason) })
  })
})
