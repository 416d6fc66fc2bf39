import { randomBytes } from 'node:crypto'
import { type RawEntry, rawZip } from '#lib/packs/raw-zip.fixture.ts'

/** A hostile upload: where it is refused as a whole `whole` says so; else the good parts in it survive. */
export type Hostile = { name: string; zip: () => Uint8Array; whole?: RegExp }

const GOOD_SEED: RawEntry[] = [
  { name: 'good/description.md', content: '# Price\nRoot mean squared error.' },
  { name: 'good/train.csv', content: 'id,size,price\n1,2,3.5\n2,3,4.5\n3,5,6.25\n' },
  { name: 'good/test.csv', content: 'id,size\n4,2\n5,3\n' },
  { name: 'good/sample_submission.csv', content: 'id,price\n4,0\n5,0\n' },
]
const GOOD_LOG: RawEntry[] = [
  { name: 'good/log.jsonl', content: '{"step":1,"loss":2}\n{"step":2,"loss":1}\n' },
]
const MIB = 2 ** 20
const text = (piece: string, length: number) =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
/** Stored, so that its size is not a bomb. */
const stored = (name: string, content: string | Uint8Array): RawEntry => ({ name, content, method: 0 })

/** Files that are not unpacked, each beside a good folder, which is. */
export const UNREAD_FILES: readonly (readonly [name: string, bad: readonly RawEntry[], reason: RegExp])[] = [
  ['symbolic link', [{ name: 'a.csv', content: '/etc/passwd', mode: 0o120777 }], /symbolic link/],
  ['link to a folder', [{ name: 'a/', content: '/etc', mode: 0o120777 }], /symbolic link/],
  ['device', [{ name: 'a.csv', mode: 0o020644 }], /neither a file nor a folder/],
  ['encrypted', [{ name: 'a.csv', flags: 0x0801 }], /encrypted/],
  ['unknown method', [{ name: 'a.csv', method: 98 }], /compression method 98/],
  ['flat bomb', [{ name: 'a.csv', content: new Uint8Array(64 * MIB) }], /times its packed size/],
  ['bomb by declared size', [{ name: 'a.csv', size: 2 ** 32 - 2 }], /unpacks to more than/],
  ['bomb in a folder', [{ name: 'b/a.csv', content: new Uint8Array(64 * MIB) }], /times its packed size/],
]

/** Archives that are wrong as archives: the same for seeds and for logs, beside a good folder. */
const ARCHIVES: readonly (readonly [name: string, bad: readonly RawEntry[], whole: RegExp | null])[] = [
  ['zip slip', [{ name: '../../etc/cron.d/x' }], /leaves the archive/],
  ['zip slip in the middle', [{ name: 'a/../../x.csv' }], /leaves the archive/],
  ['absolute path', [{ name: '/etc/passwd' }], /absolute/],
  ['drive of Windows', [{ name: 'C:\\x.csv' }], /backslash|absolute/],
  ['overlapping bomb', [{ name: 'a.csv' }, { name: 'b.csv', offset: 0 }], /shares its bytes/],
  [
    'a hundred thousand entries',
    Array.from({ length: 100_000 }, (_, n) => ({ name: `${n}.csv`, content: '', method: 0 })),
    /more than [\d]+ files/,
  ],
  ['deep path', [{ name: `${'a/'.repeat(5000)}b.csv` }], /longer than/],
  ['deep short path', [{ name: `${'a/'.repeat(100)}b.csv` }], /deeper than/],
  ['huge name', [{ name: 'n'.repeat(65_000) }], /longer than/],
  ['NUL in a name', [{ name: 'a\0.csv' }], /control/],
  ['name that is not UTF-8', [{ name: Buffer.from([0x61, 0xff]) }], /not UTF-8/],
  ['same name twice', [{ name: 'a/x.csv' }, { name: 'a/x.csv' }], /twice/],
  ['names that differ by case', [{ name: 'a/x.csv' }, { name: 'A/X.csv' }], /case/],
  ['names that differ by form', [{ name: 'é.csv' }, { name: 'e\u0301.csv' }], /accents/],
  ['file and folder at once', [{ name: 'a' }, { name: 'a/b.csv' }], /file and a folder/],
  ['an archive in an archive', [{ name: 'inner.zip', content: rawZip(GOOD_LOG) }], null],
  [
    'many empty folders',
    Array.from({ length: 4000 }, (_, n) => ({ name: `d${n}/`, content: '', method: 0 })),
    null,
  ],
]

/** Those that cost memory or time, one that is refused and one that is taken: they are read in a process of its own. */
const COSTLY = /bomb|thousand|deep path|huge|^zip slip$|many|in an archive/
export const COSTLY_ARCHIVES = ARCHIVES.filter(([name]) => COSTLY.test(name))
/** What is refused for a word in its directory, whoever reads it. */
export const PLAIN_ARCHIVES = ARCHIVES.filter(([name]) => !COSTLY.test(name))

const seed = (files: Record<string, RawEntry['content'] & (string | Uint8Array)>): RawEntry[] => {
  const whole = {
    'description.md': '# X',
    'train.csv': 'id,size,price\n1,2,3\n2,3,4\n',
    'test.csv': 'id,size\n4,2\n',
    'sample_submission.csv': 'id,price\n4,0\n',
    ...files,
  }
  return Object.entries(whole).map(([name, content]) => stored(`bad/${name}`, content))
}
/** The statement of the attack that blocked the worker for 105 seconds: under a thousand bytes. */
const CUBIC = `grader:${' '.repeat(950)}b\rb`
const laughs = `a: &a [x,x,x,x,x,x,x,x,x]\n${'abcdefghij'
  .split('')
  .slice(0, -1)
  .map((key, at) => `${'bcdefghij'[at]}: &${'bcdefghij'[at]} [${Array(9).fill(`*${key}`).join(',')}]`)
  .join('\n')}\n`

/** Folders that are wrong as seed tasks, with what the report must say of them; null for one that is taken. */
export const SEEDS: readonly (readonly [name: string, bad: () => RawEntry[], reason: RegExp | null])[] = [
  [
    'a cell of 40 MB',
    () => seed({ 'train.csv': `id,size,price\n1,${text('9', 40 * MIB)},3\n` }),
    /readable table/,
  ],
  ['a table of 100 MB', () => seed({ 'train.csv': text('1,2,3\n', 100 * MIB) }), /larger than 48 MiB/],
  [
    'a hundred thousand columns',
    () => seed({ 'train.csv': `${text('a,', 200_000)}b\n` }),
    /more than 10000 cells/,
  ],
  [
    'more rows than a table may have',
    () => seed({ 'train.csv': `id,size,price\n${text('1,2,3\n', 14 * MIB)}` }),
    /more than 2000000 rows/,
  ],
  // A further table costs itself alone.
  ['more rows beside', () => seed({ 'extra.csv': `a\n${text('1\n', 5 * MIB)}` }), null],
  [
    'a quote that never closes',
    () => seed({ 'train.csv': `id,size,price\n"${text('x,\n', 20 * MIB)}` }),
    /readable table/,
  ],
  ['JSON 100,000 deep', () => seed({ 'seed.json': text('[', 100_000) }), /not JSON/],
  [
    'JSON 100,000 deep and whole',
    () => seed({ 'seed.json': `${text('[', 100_000)}${text(']', 100_000)}` }),
    /seed\.json/,
  ],
  ['JSON of 30 MB', () => seed({ 'seed.json': `{"a":"${text('x', 30 * MIB)}"}` }), /more than 256 KiB/],
  [
    'prototype in JSON',
    () => seed({ 'seed.json': '{"__proto__":{"polluted":1},"constructor":{}}' }),
    /seed\.json/,
  ],
  [
    'twelve thousand entries that nobody knows',
    () => seed({ 'seed.json': `{${Array.from({ length: 12_000 }, (_, n) => `"metri${n}":1`).join(',')}}` }),
    /not known|more/,
  ],
  ['a statement of 60 MB', () => seed({ 'description.md': text('word ', 60 * MIB) }), /more than 1024 KiB/],
  ['a heading of blanks', () => seed({ 'description.md': `#${text(' ', 900_000)}` }), null],
  [
    'a statement of NUL and broken UTF-8',
    () => seed({ 'description.md': new Uint8Array(randomBytes(60_000)) }),
    null,
  ],
  ['the cubic config', () => [...seed({}), stored('bad/config.yaml', CUBIC)], null],
  ['60,000 blanks', () => [...seed({}), stored('bad/config.yaml', `name:${text(' ', 60_000)}b\rb`)], null],
  ['a staircase of keys', () => [...seed({}), stored('bad/config.yaml', stairs(600))], null],
  ['a billion laughs', () => [...seed({}), stored('bad/config.yaml', laughs)], null],
  ['a name for a pattern', () => seed({ [`${'submission'.repeat(20)}1.csv`]: 'a\n1\n' }), null],
  [
    'parquet for CSV',
    () => seed({ 'train.csv': Buffer.concat([Buffer.from('PAR1'), randomBytes(4 * MIB)]) }),
    /parquet/,
  ],
  ['checksum that lies', () => seed({}).map((one) => ({ ...one, crc: 1 })), /damaged/],
  [
    'longer than declared',
    () => seed({}).map((one) => ({ ...one, size: 2, packedSize: 2 })),
    /damaged|shares|readable/,
  ],
]
const stairs = (steps: number) =>
  Array.from({ length: steps }, (_, at) => `${' '.repeat(at)}k${at}:`).join('\n')

const parquet = (footer: Buffer) => {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(footer.length)
  return Buffer.concat([Buffer.from('PAR1'), footer, length, Buffer.from('PAR1')])
}
/** Files that are wrong as logs. `bad/` beside a good log. */
export const LOGS: readonly (readonly [name: string, bad: () => RawEntry[]])[] = [
  ['a line of 60 MB', () => [stored('bad/a.jsonl', `{"step":1,"x":"${text('y', 60 * MIB)}"}\n`)]],
  [
    'JSON 100,000 deep in a line',
    () => [stored('bad/a.jsonl', `${text('{"a":', 500_000)}1${text('}', 100_000)}\n`)],
  ],
  ['a list 1,000,000 deep', () => [stored('bad/a.json', text('[', MIB))]],
  ['strings that never close', () => [stored('bad/a.jsonl', text('{"step":NaN,"', 8 * MIB))]],
  ['a hundred thousand columns', () => [stored('bad/a.csv', `step,${text('a,', 200_000)}b\n1,2\n`)]],
  ['a cell of 60 MB', () => [stored('bad/a.csv', `step,loss\n1,"${text('9', 60 * MIB)}`)]],
  [
    'a panel of a hundred thousand runs',
    () => [
      stored('bad/a.csv', `Step,${Array.from({ length: 90_000 }, (_, n) => `r${n} - loss`).join(',')}\n`),
    ],
  ],
  [
    'metrics without end',
    () => [
      stored('bad/a.jsonl', Array.from({ length: 200_000 }, (_, n) => `{"step":${n},"m${n}":1}`).join('\n')),
    ],
  ],
  [
    'texts without end',
    () => [
      stored(
        'bad/a.jsonl',
        Array.from(
          { length: 4000 },
          (_, n) => `{"step":${n},"run":"r${n % 400}","t${n}":"${text('w', 5000)}"}`,
        ).join('\n'),
      ),
    ],
  ],
  [
    'a billion laughs beside a log',
    () => [stored('bad/config.yaml', laughs), stored('bad/log.jsonl', '{"step":1,"a":1}\n')],
  ],
  ['a name for a pattern', () => [stored(`bad/${'run-x-tag-'.repeat(20)}y.txt`, 'Step,Value\n1,2\n')]],
  ['parquet whose footer lies', () => [stored('bad/a.parquet', parquet(Buffer.alloc(64, 0xff)))]],
  ['parquet of noise', () => [stored('bad/a.parquet', parquet(randomBytes(MIB)))]],
  ['parquet of 50 MB of zeros', () => [stored('bad/a.parquet', parquet(Buffer.alloc(50 * MIB)))]],
  ['event file of noise', () => [stored('bad/events.out.tfevents.1', randomBytes(8 * MIB))]],
  ['event file of zeros', () => [stored('bad/events.out.tfevents.1', new Uint8Array(8 * MIB))]],
]

export const seedUpload = (bad: readonly RawEntry[]): Uint8Array => rawZip([...GOOD_SEED, ...bad])
export const logUpload = (bad: readonly RawEntry[]): Uint8Array => rawZip([...GOOD_LOG, ...bad])
