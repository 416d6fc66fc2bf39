import type { ImportNote } from '#lib/contracts/imports.ts'
import { collectNotes, type Notes } from '#lib/training/parsers/notes.ts'
import type { LogFile, LogLimits, ParsedLog } from '#lib/training/parsers/parsed-run.ts'
import { buildRun, type RunBuilder } from '#lib/training/parsers/run-builder.ts'
import { type Plugins, readEvent } from '#lib/training/parsers/tensorboard/read-event.ts'
import { readRecords } from '#lib/training/parsers/tensorboard/read-records.ts'
import { toTimeMs } from '#lib/training/parsers/to-number.ts'

type Reading = {
  builder: RunBuilder
  plugins: Plugins
  config: Record<string, string>
  others: number
  isFirst: boolean
}

function takeEvent(payload: Uint8Array, reading: Reading, notes: Notes): void {
  const event = readEvent(payload, reading.plugins)
  if (reading.isFirst && !(event.fileVersion ?? '').startsWith('brain.Event:'))
    notes.add(
      'version',
      'record 1',
      'The file does not begin as event files do.',
      'Check the curves, or copy the file again.',
    )
  reading.isFirst = false
  if (event.hparams !== null) Object.assign(reading.config, event.hparams)
  reading.others += event.others
  if (event.restarts) reading.builder.restart(event.step)
  if (event.scalars.length === 0) return
  if (!Number.isSafeInteger(event.step))
    notes.add('step', null, 'A step is larger than 2^53; the event is left out.', 'Log smaller steps.')
  else reading.builder.add(event.step, toTimeMs(event.wallTime), event.scalars)
}

async function readFile(file: LogFile, reading: Reading, notes: Notes, limits: LogLimits): Promise<void> {
  reading.isFirst = true
  for await (const payloads of readRecords(file.open(), { recordBytes: limits.recordBytes, notes }))
    for (const payload of payloads) takeEvent(payload, reading, notes)
}

const byName = (a: LogFile, b: LogFile) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)

/**
 * Reads the event files of one folder as one run: in order of their names, scalars in the old and in the tensor style.
 * A file whose metrics go back, and a restart that the writer logged, begin a new segment; what stood there is kept in
 * the old one. Hyper-parameters become the configuration.
 */
export async function readTensorboardLog(
  files: readonly LogFile[],
  { name, limits }: { name: string; limits: LogLimits },
): Promise<ParsedLog> {
  const notes: ImportNote[] = []
  const own = collectNotes(files[0]?.path ?? '')
  const builder = buildRun({ notes: own, limits, budget: { points: limits.points } })
  const reading: Reading = { builder, plugins: new Map(), config: {}, others: 0, isFirst: true }
  for (const [index, file] of [...files].sort(byName).entries()) {
    const ofFile = collectNotes(file.path)
    if (index > 0) builder.nextFile()
    await readFile(file, reading, ofFile, limits)
    notes.push(...ofFile.list())
  }
  if (reading.others > 0)
    own.add(
      'others',
      null,
      `${reading.others} values that are not scalars (pictures, histograms, texts) are left out.`,
      'Log a scalar for what a curve shall show.',
    )
  const built = builder.finish()
  const run = { name, identity: null, config: reading.config, tags: {}, ...built }
  const isEmpty = built.segments.length === 0 && Object.keys(reading.config).length === 0
  return { format: 'tensorboard', runs: isEmpty ? [] : [run], notes: [...notes, ...own.list()] }
}
