import { parse } from 'csv-parse/sync'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { PictureForm, SoundForm } from '#lib/domain/artefacts/structure.ts'
import { pictureForm } from '#lib/packs/picture-form.ts'
import { soundForm } from '#lib/packs/sound-form.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'

/** What the statement may say of the data: all of it is visible in the agent's files. */
export type DataFacts = {
  trainRows: number
  testRows: number
  /** Columns of train.csv in file order, without id and target. */
  columns: string[]
  submissionColumns: string[]
  /** First lines of sample_submission.csv, header included. */
  sampleLines: string[]
  tables: { file: string; rows: number; columns: string[] }[]
  images: number
  /** Size and channels of the first picture; null without any. */
  picture: PictureForm | null
  sounds: number
  /** Length and rate of the first sound; null without any. */
  sound: Pick<SoundForm, 'seconds' | 'rate'> | null
  /** Words of the texts in train.csv: nine tenths have so many; null without texts. */
  textWords: [number, number] | null
  /** Class labels as they appear in train.csv, sorted; null for regression. */
  classes: string[] | null
  /** Columns with an empty cell in train.csv or test.csv. */
  emptyColumns: string[]
  /** From the training rows: shares of classes, or the middle half of the values. */
  targetSpread: TargetSpread
  /** Of a series, first and last dates of both files; null for others. */
  days: SeriesDays | null
  /** First and last day on which a row's history can have an entry; null without one. */
  history: [string, string] | null
}

/**
 * `stretch`: days from the first to the last training row of one site; null where all sites share the same days. `bouts`:
 * whether the training days come a few weeks at a time.
 */
export type SeriesDays = {
  train: [string, string]
  test: [string, string]
  stretch: number | null
  bouts: boolean
}

export type TargetSpread =
  | { kind: 'values'; low: string; median: string; high: string }
  | { kind: 'shares'; shares: { label: string; share: number }[] }

const text = (bytes: Uint8Array | undefined): string => decodeText(bytes ?? new Uint8Array())
const readTable = (bytes: Uint8Array | undefined): string[][] =>
  parse(text(bytes), { skip_empty_lines: true }) as string[][]

/** Numbers as a sentence lists them: three digits each, all with as many decimals. */
function plain(values: readonly number[]): string[] {
  const short = values.map((value) => String(Number(value.toPrecision(3))))
  const decimals = Math.max(...short.map((text) => text.split('.')[1]?.length ?? 0))
  return short.some((text) => text.includes('e'))
    ? short
    : short.map((text) => Number(text).toFixed(decimals))
}

function spreadOf(values: readonly string[], spec: Spec): TargetSpread {
  if (spec.task === 'regression') {
    const sorted = values.map(Number).sort((a, b) => a - b)
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN
    const [low = '', median = '', high = ''] = plain([at(0.25), at(0.5), at(0.75)])
    return { kind: 'values', low, median, high }
  }
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const shares = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, n]) => ({ label, share: n / values.length }))
  return { kind: 'shares', shares }
}

/** Class labels of a task as they appear in the files: 0/1 for binary, 0, 1, 2, ... for grades, else sorted labels. */
export function classLabels(spec: Pick<Spec, 'task' | 'target'>): string[] | null {
  const { classes } = spec.target
  if (classes === null) return null
  if (spec.task === 'binary') return ['0', '1']
  return spec.task === 'ordinal' ? classes.map((_, grade) => String(grade)) : [...classes].sort()
}

function wordsIn(
  rows: readonly string[][],
  header: readonly string[],
  { columns }: Spec,
): DataFacts['textWords'] {
  const texts = columns.filter(({ kind, table }) => kind === 'text' && table === 'main')
  const at = header.indexOf(texts[0]?.name ?? '')
  if (at < 0) return null
  const counts = rows.map((row) => (row[at] ?? '').split(' ').length).sort((a, b) => a - b)
  const quantile = (share: number) => counts[Math.round(share * (counts.length - 1))] ?? 0
  return [quantile(0.05), quantile(0.95)]
}

const hasGap = (header: readonly string[], rows: readonly string[][], name: string): boolean => {
  const at = header.indexOf(name)
  return rows.some((row) => row[at] === '')
}

const DAY_MS = 86_400_000

function rangeOf(dates: readonly string[]): [string, string] {
  const sorted = [...dates].sort()
  return [sorted[0] ?? '', sorted.at(-1) ?? '']
}

/** Stretches of sites that lie apart are not as long as this share of the time that all of them take up. */
const APART = 0.6

/** Weeks at a time lie so many days apart, and days of one site within them no more than so many, as a rule. */
const BETWEEN_BOUTS = 14
const WITHIN_BOUTS = 4

/** Whether most days of a site follow each other closely, and some lie far apart. */
function isInBouts(rows: readonly { date: string; site: string }[]): boolean {
  const gaps = [...Map.groupBy(rows, ({ site }) => site).values()].flatMap((own) => {
    const days = own.map(({ date }) => Date.parse(date) / DAY_MS).sort((a, b) => a - b)
    return days.slice(1).map((day, at) => day - (days[at] ?? day))
  })
  const close = gaps.filter((gap) => gap <= WITHIN_BOUTS).length
  return close > gaps.length / 2 && Math.max(...gaps) > BETWEEN_BOUTS
}

/** Longest time from the first to the last training row of one site, both counted. */
function longestStretch(rows: readonly { date: string; site: string }[]): number {
  const bySite = Map.groupBy(rows, ({ site }) => site)
  const lengths = [...bySite.values()].map((own) => {
    const [first, last] = rangeOf(own.map(({ date }) => date))
    return Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1
  })
  return Math.max(...lengths)
}

function stretchApart(rows: readonly { date: string; site: string }[]): number | null {
  const whole = longestStretch(rows.map(({ date }) => ({ date, site: '' })))
  const stretch = longestStretch(rows)
  return stretch < APART * whole ? stretch : null
}

type Read = { header: readonly string[]; rows: readonly string[][] }

function daysOf({ mechanisms, style }: Spec, train: Read, test: Read): SeriesDays | null {
  const panel = mechanisms.map(({ columns }) => columns).find(({ date, site }) => date && site)
  const read = ({ header, rows }: Read) =>
    rows.map((row) => ({
      date: row[header.indexOf(panel?.date ?? '')] ?? '',
      site: row[header.indexOf(panel?.site ?? '')] ?? '',
    }))
  if (panel === undefined || train.rows.length === 0 || test.rows.length === 0) return null
  const [known, asked] = [read(train), read(test)]
  return {
    train: rangeOf(known.map(({ date }) => date)),
    test: rangeOf(asked.map(({ date }) => date)),
    stretch: style.calendar === 'history' || style.calendar === 'past' ? stretchApart(known) : null,
    bouts: isInBouts(known),
  }
}

/** The days of the first child table that has any, as the plan has them: a row need not use the first or last one. */
export function historyOf({ columns }: Pick<Spec, 'columns'>): [string, string] | null {
  const day = columns.find((column) => column.kind === 'date' && column.table !== 'main')
  if (day?.kind !== 'date') return null
  const last = new Date(Date.parse(day.start) + (day.days - 1) * DAY_MS)
  return [day.start, last.toISOString().slice(0, 10)]
}

/** Reads the facts off the agent's files (`agent/...` paths). Throws when a file that every task has is missing. */
export function readDataFacts(spec: Spec, agent: Readonly<Record<string, Uint8Array>>): DataFacts {
  for (const name of ['train.csv', 'test.csv', 'sample_submission.csv'])
    if (agent[`agent/${name}`] === undefined) throw new Error(`the generator wrote no agent/${name}`)
  const [header = [], ...train] = readTable(agent['agent/train.csv'])
  const [testHeader = [], ...test] = readTable(agent['agent/test.csv'])
  const target = header.indexOf(spec.target.name)
  const columns = header.filter((name) => name !== 'id' && name !== spec.target.name)
  const sampleLines = text(agent['agent/sample_submission.csv']).split('\n').slice(0, 4)
  const pictures = Object.keys(agent).filter((path) => path.startsWith('agent/images/'))
  const sounds = Object.keys(agent).filter((path) => path.startsWith('agent/audio/'))
  const children = Object.keys(agent)
    .filter((path) => /^agent\/(?!train|test|sample_submission)[^/]+\.csv$/.test(path))
    .sort()
  return {
    trainRows: train.length,
    testRows: test.length,
    columns,
    submissionColumns: (sampleLines[0] ?? '').split(',').slice(1),
    sampleLines,
    tables: children.map((path) => {
      const [columns = [], ...rows] = readTable(agent[path])
      return { file: path.slice('agent/'.length), rows: rows.length, columns }
    }),
    images: pictures.length,
    picture: pictureForm(agent[pictures[0] ?? ''] ?? new Uint8Array()),
    sounds: sounds.length,
    sound: soundForm(agent[sounds[0] ?? ''] ?? new Uint8Array()),
    textWords: wordsIn(train, header, spec),
    classes: classLabels(spec),
    emptyColumns: columns.filter((name) => hasGap(header, train, name) || hasGap(testHeader, test, name)),
    targetSpread: spreadOf(
      train.map((row) => row[target] ?? ''),
      spec,
    ),
    days:
      spec.modality === 'series'
        ? daysOf(spec, { header, rows: train }, { header: testHeader, rows: test })
        : null,
    history: historyOf(spec),
  }
}
