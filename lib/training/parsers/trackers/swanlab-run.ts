import { collectNotes } from '#lib/training/parsers/notes.ts'
import type { LogFile, LogLimits, ParsedLog, XColumn } from '#lib/training/parsers/parsed-run.ts'
import { readRows } from '#lib/training/parsers/row-reader.ts'
import { fieldsOf, float64, text } from '#lib/training/parsers/tensorboard/wire.ts'
import { readBlockLog } from '#lib/training/parsers/trackers/block-log.ts'

/** Fields of SwanLab's records, and of what they hold. */
const RECORD = { run: 10, scalar: 13 }
const RUN = { name: 4, id: 10 }
const SCALAR = { key: 1, step: 2, time: 4, value: 5 }

function timeOf(bytes: Uint8Array): number {
  let seconds = 0
  let nanos = 0
  for (const part of fieldsOf(bytes))
    if (part.kind === 'varint') {
      if (part.field === 1) seconds = part.value
      if (part.field === 2) nanos = part.value
    }
  return seconds + nanos / 1e9
}

type Scalar = { key: string; step: number; time: number | null; value: number }

/** A number of zero is not written, as everywhere in this encoding. */
function scalarOf(bytes: Uint8Array): Scalar {
  const found: Scalar = { key: '', step: 0, time: null, value: 0 }
  for (const part of fieldsOf(bytes)) {
    if (part.field === SCALAR.step && part.kind === 'varint') found.step = part.value
    if (part.kind !== 'bytes') continue
    if (part.field === SCALAR.key) found.key = text(part.bytes)
    else if (part.field === SCALAR.time) found.time = timeOf(part.bytes)
    else if (part.field === SCALAR.value)
      for (const inner of fieldsOf(part.bytes))
        if (inner.kind === 'fixed64') found.value = float64(inner.bytes)
  }
  return found
}

/** Reads `run-<id>.swanlab`, which SwanLab writes in every mode: the scalars, name and id of one run. */
export async function readSwanlabRun(
  file: LogFile,
  { name, limits, x }: { name: string; limits: LogLimits; x?: XColumn | null | undefined },
): Promise<ParsedLog> {
  const notes = collectNotes(file.path)
  const rows = readRows({ fallbackName: name, notes, limits, nulls: 'nan', x })
  const run = { id: '', name: '' }
  for await (const record of readBlockLog(file.open(), { recordBytes: limits.recordBytes, notes }))
    for (const part of fieldsOf(record)) {
      if (part.kind !== 'bytes') continue
      if (part.field === RECORD.scalar) {
        const { key, step, time, value } = scalarOf(part.bytes)
        rows.row(
          time === null
            ? [[key, value]]
            : [
                [key, value],
                ['timestamp', time],
              ],
          key,
          step,
        )
      } else if (part.field === RECORD.run)
        for (const inner of fieldsOf(part.bytes)) {
          if (inner.kind !== 'bytes') continue
          if (inner.field === RUN.name) run.name = text(inner.bytes)
          if (inner.field === RUN.id) run.id = text(inner.bytes)
        }
    }
  const { runs } = rows.finish(run)
  return { format: 'swanlab', runs, notes: notes.list() }
}
