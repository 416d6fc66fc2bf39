import { labelOf, spaced } from '#lib/domain/artefacts/labels.ts'
import { noteOf } from '#lib/domain/artefacts/prose-of.ts'
import type { Spec, SpecColumn } from '#lib/domain/artefacts/spec.ts'
import type { DataFacts } from '#lib/pipeline/data-facts.ts'
import { capital, counted } from '#lib/pipeline/statement/grammar.ts'
import { fileOf } from '#lib/pipeline/statement/lexicon.ts'
import type { Told } from '#lib/pipeline/statement/story.ts'
import { withUnit } from '#lib/pipeline/statement/units.ts'

/** Levels that are told one by one; of more only their number. */
const FEW = 8

/** Words of the middle nine tenths of the texts. */
const sizeOf = (words: Told['facts']['textWords']): string =>
  words === null ? '' : `, mostly ${words[0]} to ${words[1]} words long`

/** Tells of steps that the values alone would leave to be guessed: not of plain decimals. */
const stepsOf = (step: number | undefined): string =>
  step === undefined || Number.isInteger(Math.log10(step)) ? '' : `, in steps of ${step}`

/** Tells of what is the same in all rows of a group, or of a day where rows have one. */
function sharedBy(column: SpecColumn, { columns }: Spec): string {
  if ('per' in column && column.per !== undefined) return `; the same in every row of one \`${column.per}\``
  const isDated = columns.some(({ kind, table }) => kind === 'date' && table === 'main')
  return isDated && 'daily' in column && column.daily ? '; the same in all rows of one day' : ''
}

/** Tells of what there is none of where there is nothing to measure. */
const needing = (column: SpecColumn): string =>
  column.kind === 'numeric' && column.needs !== undefined ? `; 0 where \`${column.needs}\` is 0` : ''

function meaning(column: SpecColumn, { spec, facts, domain }: Told): string {
  const label = labelOf(column.name, domain)
  switch (column.kind) {
    case 'numeric':
      return `${withUnit(label, column.unit)}${stepsOf(column.step)}${needing(column)}`
    case 'categorical':
      return column.categories.length <= FEW
        ? `${label}: ${column.categories.join(', ')}`
        : `${label}, ${column.categories.length} levels`
    case 'date':
      return `${label} (YYYY-MM-DD)`
    case 'text':
      return `${noteOf(spec, domain)}${sizeOf(facts.textWords)}`
    case 'path':
      return `path of ${fileOf(spec, domain)}, relative to this folder`
  }
}

/** From so large a share of empty cells on, "some" would be said of too many. */
const MANY_GAPS = 0.2

/** The columns of one table with their meanings, as a table of Markdown. */
function columnTable(names: readonly string[], table: string, { spec, facts, domain }: Told): string[] {
  const rows = names.map((name) => {
    const column = spec.columns.find((one) => one.name === name && one.table === table)
    const of = name === 'id' ? 'the row of `train.csv` or `test.csv` it belongs to' : spaced(name)
    const isEmpty = table === 'main' && facts.emptyColumns.includes(name)
    const empty = isEmpty
      ? `; ${(column?.missingRate ?? 0) >= MANY_GAPS ? 'many' : 'some'} values are missing`
      : ''
    const told = column ? `${meaning(column, { spec, facts, domain })}${sharedBy(column, spec)}` : of
    return `| \`${name}\` | ${told}${empty} |`
  })
  return ['| column | meaning |', '|---|---|', ...rows]
}

/** Every table of a task: the main one, then each other one under a heading. */
export function columnTables(told: Told): string[] {
  const { columns, tables } = told.facts
  return [
    ...columnTable(columns, 'main', told),
    '',
    ...tables.flatMap(({ file, columns: names }) => {
      const table = file.replace(/\.csv$/, '')
      return [`### ${capital(spaced(table))}`, '', ...columnTable(names, table, told), '']
    }),
  ]
}

/** What the files of pictures are. */
function pictureFiles({ images, picture }: DataFacts): string {
  const form = picture
    ? `, ${picture.width} x ${picture.height} pixels, ${picture.channels < 3 ? 'grey-scale' : 'colour'}`
    : ''
  return `- \`images/\`: ${counted(images, 'PNG file')}, one for each row${form}`
}

/** What the files of sounds are. */
function soundFiles({ sounds, sound }: DataFacts): string {
  const form = sound ? `, ${sound.seconds} s of one channel at ${sound.rate / 1000} kHz` : ''
  return `- \`audio/\`: ${counted(sounds, 'WAV file')}, one for each row${form}`
}

/** The files of a task with their numbers of rows. */
export function fileList({ spec, facts, domain }: Told): string[] {
  const later = spec.modality === 'series' ? '; its dates come after those of the training rows' : ''
  return [
    `- \`train.csv\`: ${counted(facts.trainRows, 'row')} with the target`,
    `- \`test.csv\`: ${counted(facts.testRows, 'row')} without it${later}`,
    ...facts.tables.map(
      (t) =>
        `- \`${t.file}\`: ${counted(t.rows, 'row')}, each of them ${domain.child.row}; usually several per \`id\``,
    ),
    ...(facts.images > 0 ? [pictureFiles(facts)] : []),
    ...(facts.sounds > 0 ? [soundFiles(facts)] : []),
    '- `sample_submission.csv`: a valid submission with the same prediction for every row',
  ]
}
