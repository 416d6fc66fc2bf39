import {
  blockReader,
  CONSOLE_FORMS,
  type ConsoleForm,
  type ConsoleRow,
  rowOfLine,
} from '#lib/training/parsers/console-rows.ts'
import { collectNotes, type Notes } from '#lib/training/parsers/notes.ts'
import {
  countPoints,
  type LogFile,
  type LogLimits,
  type ParsedLog,
  type ParsedRun,
  type XColumn,
} from '#lib/training/parsers/parsed-run.ts'
import { readLines } from '#lib/training/parsers/read-lines.ts'
import type { PrintedBy } from '#lib/training/parsers/row-look.ts'
import { type RowReader, readRows } from '#lib/training/parsers/row-reader.ts'

/** Colours and cursor movements of a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are driven by control characters
const ANSI = /\u001b\[[0-9;?]{0,32}[A-Za-z]/g
/** `(TaskRunner pid=123, ip=10.0.0.1) ` before each line that a worker of Ray prints. */
const RAY = /^\([A-Za-z_]{1,64} (pid=\d{1,12}(?:, ip=[0-9.]{1,40})?)\)\s/

const WORDS: Record<ConsoleForm, string> = {
  step: 'lines that begin with "step:"',
  dict: 'lines with a dict of metrics',
  box: 'boxes of metrics',
  tune: 'blocks of results',
}

type Part = { text: string; printedBy: PrintedBy | undefined }

/** What a terminal shows of a line: progress bars overwrite it from its beginning. */
const partsOf = (line: string): Part[] =>
  line
    .replaceAll(ANSI, '')
    .split('\r')
    .map((part) => {
      const [before = '', pid] = RAY.exec(part) ?? []
      const printedBy = pid === undefined ? undefined : ({ name: 'pid', text: pid, kind: 'pid' } as const)
      return { text: part.slice(before.length), printedBy }
    })

export const shownParts = (line: string): string[] => partsOf(line).map(({ text }) => text)

async function eachRow(
  file: LogFile,
  limits: LogLimits,
  each: (row: ConsoleRow, where: string) => void,
): Promise<void> {
  const blocks = blockReader()
  let last = ''
  for await (const { number, lines } of readLines(file.open(), limits.lineLength))
    for (const [index, line] of lines.entries()) {
      last = `line ${number + index}`
      for (const { text, printedBy } of line === null ? [] : partsOf(line)) {
        const block = blocks.line(text)
        if (block !== null) each(block, last)
        const row = rowOfLine(text)
        if (row !== null) each(printedBy === undefined ? row : { printedBy, ...row }, last)
      }
    }
  const block = blocks.end()
  if (block !== null) each(block, last)
}

type Reading = { reader: RowReader; notes: Notes; rows: number }

/**
 * Reads what a trainer printed: lines of verl, dicts of transformers, TRL and ms-swift, boxes of Stable-Baselines3 and
 * RLlib, blocks of RLlib. Everything else on the console is passed over. Where several forms occur, the one with the
 * most points is read.
 */
export async function readConsoleLog(
  file: LogFile,
  { name, limits, x }: { name: string; limits: LogLimits; x?: XColumn | null | undefined },
): Promise<ParsedLog> {
  const readings = new Map<ConsoleForm, Reading>()
  const open = (form: ConsoleForm): Reading => {
    const notes = collectNotes(file.path)
    const reader = readRows({ fallbackName: name, notes, limits, nulls: 'missing', x })
    const reading = { reader, notes, rows: 0 }
    readings.set(form, reading)
    return reading
  }
  await eachRow(file, limits, ({ form, step, entries, printedBy }, where) => {
    const reading = readings.get(form) ?? open(form)
    reading.rows++
    reading.reader.row(entries, where, step ?? undefined, printedBy)
  })
  const read = CONSOLE_FORMS.flatMap((form) => {
    const reading = readings.get(form)
    return reading === undefined ? [] : [{ form, ...reading, ...reading.reader.finish() }]
  })
  const pointsOf = (runs: readonly ParsedRun[]) => runs.reduce((sum, run) => sum + countPoints(run), 0)
  read.sort((a, b) => pointsOf(b.runs) - pointsOf(a.runs) || b.rows - a.rows)
  const [best, ...others] = read
  if (best === undefined) return { format: 'console', runs: [], notes: [] }
  for (const { form, rows } of others)
    best.notes.add(
      `form:${form}`,
      null,
      `${rows} ${WORDS[form]} are left out: the ${WORDS[best.form]} are read.`,
      'Import them from a file of their own if they are metrics.',
    )
  return { format: 'console', runs: best.runs, again: best.again, notes: best.notes.list() }
}
