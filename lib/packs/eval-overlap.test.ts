import { describe, expect, test } from 'vitest'
import { archiveFile } from '#lib/packs/archive-file.fixture.ts'
import facts from '#lib/packs/eval-facts.json' with { type: 'json' }
import { evalOverlap, overlapOfHashes, type SeedLook } from '#lib/packs/eval-overlap.ts'
import prints from '#lib/packs/eval-prints.json' with { type: 'json' }
import { EVAL_TASKS } from '#lib/packs/eval-tasks.ts'
import { foldName } from '#lib/packs/fold-text.ts'
import lite from '#lib/packs/mle-bench-lite.json' with { type: 'json' }
import { readAllSeeds } from '#lib/packs/read-seeds.fixture.ts'

const LOOK: SeedLook = {
  names: ['my-seed', 'data', 'train.csv'],
  description: '# A task\n\nPredict the target. Scored by AUC.\n',
  texts: [],
  files: ['my-seed/train.csv', 'my-seed/test.csv'],
  sample: ['id', 'y'],
  tables: [{ header: ['id', 'a', 'b', 'y'], rows: [['1', '0.3', 'north', '1']] }],
}
const look = (over: Partial<SeedLook>): SeedLook => ({ ...LOOK, ...over })

const CYRILLIC: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  i: 'і',
  o: 'о',
  p: 'р',
  s: 'ѕ',
  x: 'х',
  y: 'у',
}
const GREEK: Readonly<Record<string, string>> = { a: 'α', o: 'ο', i: 'ι', n: 'n', v: 'ν', u: 'υ' }
const swap = (letters: Readonly<Record<string, string>>) => (text: string) =>
  [...text.toLowerCase()].map((letter) => letters[letter] ?? letter).join('')
const shifted = (base: number) => (text: string) =>
  [...text.toLowerCase()]
    .map((letter) => (/[a-z]/.test(letter) ? String.fromCodePoint(base + letter.charCodeAt(0) - 97) : letter))
    .join('')
/** Ways to write a name so that it looks the same and is another text. */
const DISGUISES: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'upper case': (text) => text.toUpperCase(),
  underscores: (text) => text.replaceAll('-', '_'),
  spaces: (text) => text.replaceAll('-', ' '),
  'nothing between': (text) => text.replaceAll('-', ''),
  'Cyrillic letters': swap(CYRILLIC),
  'Greek letters': swap(GREEK),
  'wide letters': shifted(0xff41),
  'bold letters': shifted(0x1d41a),
  'script letters': shifted(0x1d4ea),
  'no width between': (text) => [...text].join('\u200b'),
  'soft hyphens': (text) => [...text].join('\u00ad'),
  'a turned part': (text) => `\u202d${text}\u202c`,
  accents: (text) => text.replaceAll(/[aeiou]/g, '$&\u0301'),
  'one for l': (text) => text.replaceAll('l', '1'),
  'I for l': (text) => text.replaceAll('l', 'I'),
  'zero for o': (text) => text.replaceAll('o', '0'),
  'other dashes': (text) => text.replaceAll('-', '\u2010'),
  'a part of a longer name': (text) => `my-copy-of-${text}-v2`,
}

describe.each(Object.entries(DISGUISES))('written with %s', (_name, write) => {
  test.each(lite.lite)('$id is known by name and by title', ({ id, name }) => {
    expect(evalOverlap(look({ names: ['data', write(id)] }))?.id).toBe(id)
    expect(evalOverlap(look({ names: [write(name)] }))?.id).toBe(id)
  })
})

describe('named in a statement', () => {
  test.each(lite.lite)('$id', ({ id }) => {
    const told = [
      `See https://www.kaggle.com/competitions/${id}/overview for the data.`,
      `See https://www.kaggle.com/c/${id}.`,
      `Data of the ${id} competition.`,
      `kaggle competitions download -c ${id}`,
      `From (${swap(CYRILLIC)(id)}).`,
      `Unpack ${id.replaceAll('-', '_')}.zip first.`,
    ]
    for (const description of told)
      expect(`${description} ${evalOverlap(look({ description }))?.id}`).toContain(`${id}`)
    for (const description of told) expect(evalOverlap(look({ description }))?.id).toBe(id)
  })
})

type Facts = { columns?: string[]; labels?: string[]; files?: string[]; terms: string[] }
const FACTS = Object.entries(facts.tasks as Record<string, Facts>)
/** The two languages have one form; either says that it is an evaluation task. */
const family = (id: string | undefined) => id?.replace(/-(english|russian)-language$/, '')

describe('by what is in it, under any name', () => {
  test.each(FACTS.filter(([, { columns = [] }]) => columns.length > 2))(
    'columns of %s',
    (id, { columns = [] }) => {
      const header = columns.map((name, at) => (at % 2 === 0 ? name.toUpperCase() : swap(CYRILLIC)(name)))
      const found = evalOverlap(look({ tables: [{ header: ['row', ...header], rows: [] }] }))
      expect(family(found?.id)).toBe(family(id))
      expect(found?.reasons.join()).toContain('columns')
      if (columns.length < 6) return
      const most = columns.slice(0, Math.ceil(columns.length * 0.7))
      expect(family(evalOverlap(look({ tables: [{ header: most, rows: [] }] }))?.id)).toBe(family(id))
    },
  )

  test.each(FACTS)('the subject of %s, however it is told', (id, { terms }) => {
    const description = `# A task\n\n${terms.map((term) => `Something about ${term}, in other words.`).join(' ')}`
    expect(family(evalOverlap(look({ description }))?.id)).toBe(family(id))
  })

  test.each(FACTS.filter(([, { labels = [] }]) => labels.length > 0))(
    'labels of %s',
    (id, { labels = [], terms }) => {
      const rows = labels.map((label, at) => [String(at), label])
      const description = `Half of it: ${terms.slice(0, Math.ceil(terms.length / 2)).join(', ')}.`
      const found = evalOverlap(look({ description, tables: [{ header: ['id', 'y'], rows }] }))
      expect(found?.id).toBe(id)
      expect(found?.reasons.join()).toContain('labels')
    },
  )

  test.each(FACTS.filter(([, { files = [] }]) => files.length > 2))('files of %s', (id, { files = [] }) => {
    expect(evalOverlap(look({ files: files.map((name) => `x/${name}`) }))?.id).toBe(id)
  })
})

describe('by its submission, its sentences and its bytes', () => {
  const PRINTS = Object.entries(prints.tasks as Record<string, { sample?: string[]; md5: string[] }>)
  test.each(PRINTS.filter(([, { sample = [] }]) => sample.length > 2))(
    'the header of the sample submission of %s',
    (id, { sample = [] }) => {
      expect(evalOverlap(look({ sample: sample.map(swap(CYRILLIC)) }))?.id).toBe(id)
      if (id !== 'spooky-author-identification')
        expect(evalOverlap(look({ sample: sample.toReversed() }))).toBeNull()
    },
  )

  test('classes as columns of the submission', () => {
    const breeds = (facts.tasks as Record<string, Facts>)['dog-breed-identification']?.labels ?? []
    expect(evalOverlap(look({ sample: ['id', ...breeds] }))?.id).toBe('dog-breed-identification')
  })

  // Sentences that say facts of a task as its description does.
  const COPIED = [
    [
      'leaf-classification',
      'The objective of this playground competition is to use binary leaf images and extracted features, including shape, margin & texture, to accurately identify 99 species of plants.',
    ],
    [
      'spooky-author-identification',
      'The competition dataset contains text from works of fiction written by spooky authors of the public domain: Edgar Allan Poe, HP Lovecraft and Mary Shelley.',
    ],
  ] as const
  test.each(COPIED)('sentences of the description of %s, in the statement or beside it', (id, text) => {
    const disguised = swap(CYRILLIC)(text)
    expect(evalOverlap(look({ description: `# Other\n\n${text}` }))?.id).toBe(id)
    expect(evalOverlap(look({ texts: [`notes.md\n${disguised}`] }))?.reasons.join()).toMatch(/sentences/)
  })

  test('the bytes of a file or of a download, under any name', () => {
    for (const [id, { md5 }] of PRINTS)
      for (const hash of md5) expect(overlapOfHashes(['0', hash])?.id).toBe(id)
    expect(overlapOfHashes(['', 'd41d8cd98f00b204e9800998ecf8427e'])).toBeNull()
  })
})

describe('a neighbour is not an evaluation task', () => {
  const NEIGHBOURS: readonly [string, string, string[]][] = [
    [
      'Leaf spots',
      'Tell a fungus on a leaf from a burn by shape and texture. Accuracy.',
      ['id', 'shape', 'texture', 'y'],
    ],
    [
      'Taxi waiting times',
      'How long does a passenger wait at the rank? RMSE.',
      ['id', 'rank', 'pickup_hour', 'wait'],
    ],
    ['Who wrote it?', 'Name the author of a sentence from a diary. Log loss.', ['id', 'text', 'author']],
    ['Cats on a sofa', 'Is there a cat on the picture? Log loss.', ['id', 'label']],
    ['Rust on a bridge', 'How much rust has a bolt? MAE.', ['id', 'rust', 'humidity']],
    ['Pizza ovens', 'Predict the heat of a pizza oven. RMSE.', ['id', 'pizza', 'heat']],
    [
      'Melanoma risk from a questionnaire',
      'Predict a risk from age, sun and skin type. AUC.',
      ['id', 'age', 'skin', 'y'],
    ],
    ['Whale watching', 'How many whales does a boat see? RMSLE.', ['id', 'clip', 'boat', 'y']],
    ['Semiconductor yield', 'Predict the yield of a wafer. RMSE.', ['id', 'f_00', 'f_01', 'f_02', 'target']],
  ]
  test.each(NEIGHBOURS)('%s', (title, text, header) => {
    const rows = [['1', ...header.slice(1).map(() => 'x')]]
    const description = `# ${title}\n\n${text}\n`
    expect(evalOverlap(look({ names: [title, title], description, tables: [{ header, rows }] }))).toBeNull()
  })

  test('and every task has its own names', () => {
    const names = EVAL_TASKS.flatMap((task) => [...task.names])
    expect(new Set(names).size).toBe(names.length)
    expect(foldName('Lеаf Clаssіfісаtіоn')).toBe(foldName('leaf-classification'))
  })
})

const encode = (text: string) => new TextEncoder().encode(text)
const GOOD: Readonly<Record<string, string>> = {
  'train.csv': 'id,a,b,y\n1,0.3,north,0\n2,0.4,east,1\n',
  'test.csv': 'id,a,b\n3,0.1,south\n',
  'sample_submission.csv': 'id,y\n3,0\n',
  'seed.json': '{"licence": "CC0-1.0"}',
  'description.txt': '### Description\n\nMany kinds of things. Scored by AUC.\n',
}
async function read(
  folder: string,
  over: Readonly<Record<string, string>> = {},
  archive = 'upload.zip',
  allow = false,
) {
  const files = Object.entries({ ...GOOD, ...over }).map(([name, text]) =>
    archiveFile(
      name.startsWith('../') ? name.slice(3) : folder === '' ? name : `${folder}/${name}`,
      encode(text),
    ),
  )
  return readAllSeeds(files, { allowEvalOverlap: allow, archive })
}

describe('an archive', () => {
  const ID = 'leaf-classification'
  test.each([
    ['its folder', ID, {}, 'upload.zip'],
    ['a folder of another spelling', 'leaf_classification', {}, 'upload.zip'],
    ['a folder above input', `${ID}/input`, {}, 'upload.zip'],
    ['a folder below input', `kaggle/input/${ID}`, {}, 'upload.zip'],
    ['a folder above data/public', `${ID}/data/public`, {}, 'upload.zip'],
    ['a folder above prepared/public', `${ID}/prepared/public`, {}, 'upload.zip'],
    ['a folder above any other', `${ID}/data/train_test/x`, {}, 'upload.zip'],
    ['the name of the archive', 'seed', {}, `${ID}.zip`],
    ['the name of a download', '', {}, `${ID} (1).zip`],
    ['a title', 'seed', { 'seed.json': '{"title": "Leaf Classification"}' }, 'upload.zip'],
    ['a source', 'seed', { 'seed.json': `{"source": "kaggle.com/c/${ID}"}` }, 'upload.zip'],
    [
      'a heading',
      'seed',
      { 'description.txt': '# Leaf classification\n\nmulti-class log loss\n' },
      'upload.zip',
    ],
    [
      'a heading of lines',
      'seed',
      { 'description.txt': 'Leaf Classification\n===\n\nText.\n' },
      'upload.zip',
    ],
    [
      'a mention',
      'seed',
      { 'description.txt': `# Leaves\n\nData of the ${ID} competition.\n` },
      'upload.zip',
    ],
    ['a file beside', 'seed', { [`${ID}.txt`]: 'x' }, 'upload.zip'],
    ['a folder beside', 'seed', { [`../${ID}/x.txt`]: 'x' }, 'upload.zip'],
    ['a name as addresses write it', 'Leaf%20Classification', {}, 'upload.zip'],
    ['a name without anything between', 'seed/LeafClassification-2024-01-01', {}, 'upload.zip'],
    ['the archive with its path', 'seed', {}, `C:\\Users\\x\\${ID}.zip`],
    ['an address in an address', 'seed', { 'notes.txt': `?to=%2Fcompetitions%2F${ID}` }, 'upload.zip'],
    [
      'a web page that writes characters by number',
      'seed',
      { 'a.html': 'Data of leaf&#45;classification' },
      'upload.zip',
    ],
    ['a notebook', 'seed', { 'start.ipynb': `{"source": ["!kaggle c download ${ID}"]}` }, 'upload.zip'],
    ['a folder of answers below', 'seed', { [`x/${ID}/private/answers.csv`]: 'id,y\n1,1\n' }, 'upload.zip'],
    [
      'the ninth text',
      'seed',
      { ...Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`a${at}.txt`, 'x'])), 'z.txt': ID },
      'upload.zip',
    ],
    ['another text', 'seed', { 'notes.html': `<h1>Data of the ${ID} competition</h1>` }, 'upload.zip'],
  ])('is refused by %s, and the reason is shown', async (_how, folder, over, archive) => {
    const { seeds, refused } = await read(folder, over, archive)
    expect(seeds).toEqual([])
    expect(refused[0]?.reason).toMatch(
      /^This is "leaf-classification", .* by (the name|leaf-classification in its texts)/,
    )
    const allowed = await read(folder, over, archive, true)
    expect(allowed.seeds[0]?.evalOverlap).toBe(ID)
  })

  test('is refused by the columns of a table beside its own', async () => {
    const header = ['id', ...Array.from({ length: 64 }, (_, at) => `margin${at + 1}`)]
    const { refused } = await read('seed', { 'features.csv': `${header}\n${header.map((_, at) => at)}\n` })
    expect(refused[0]?.reason).toMatch(/^This is "leaf-classification", .* by 64 of its 192 columns/)
  })

  const MENTION = `Data of the ${ID} competition.`
  test.each([
    ['UTF-16', Buffer.from(`\ufeff${MENTION}`, 'utf16le')],
    ['Latin-1', Buffer.from(`${MENTION} Größe, Äste, Blätter.`, 'latin1')],
    ['no encoding', Buffer.concat([Buffer.from([0xe5, 0x8f, 0xff, 0x81, 0x00]), Buffer.from(MENTION)])],
  ])('is refused by a text in %s', async (_, notes) => {
    const files = Object.entries({ ...GOOD, 'notes.txt': notes }).map(([name, content]) =>
      archiveFile(`seed/${name}`, content),
    )
    const { refused } = await readAllSeeds(files, { allowEvalOverlap: false, archive: 'upload.zip' })
    expect(refused.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^This is "leaf-classification", .* in its texts/),
    ])
  })

  test('of something else is taken', async () => {
    const { seeds, refused } = await read('leaf-spot', {}, 'seeds.zip')
    expect([seeds.length, refused]).toEqual([1, []])
    expect(seeds[0]?.evalOverlap).toBeNull()
  })
})
