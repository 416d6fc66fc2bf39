import { isRecord, leavesOf, parseLenientJson } from '#lib/domain/lenient-json.ts'
import { collectNotes } from '#lib/training/parsers/notes.ts'
import type { LogFile, LogLimits, ParsedLog, XColumn } from '#lib/training/parsers/parsed-run.ts'
import { readRows } from '#lib/training/parsers/row-reader.ts'
import { fieldsOf, text } from '#lib/training/parsers/tensorboard/wire.ts'
import { readBlockLog } from '#lib/training/parsers/trackers/block-log.ts'

/** Fields of W&B's records, and of what they hold. */
const RECORD = { history: 2, config: 5, run: 17 }
const ITEM = { key: 1, nestedKey: 2, json: 16 }
const RUN = { id: 1, config: 4, name: 8 }
const ITEMS = 1
const STEP = 2

/** Names of a nested item stand one after the other. */
function itemOf(bytes: Uint8Array): [name: string, value: unknown] {
  const names: string[] = []
  let value: unknown
  for (const part of fieldsOf(bytes)) {
    if (part.kind !== 'bytes') continue
    if (part.field === ITEM.key || part.field === ITEM.nestedKey) {
      const name = text(part.bytes)
      if (name !== '') names.push(name)
    } else if (part.field === ITEM.json) value = parseLenientJson(text(part.bytes))
  }
  return [names.join('/'), value]
}

const itemsOf = (bytes: Uint8Array): [string, unknown][] =>
  [...fieldsOf(bytes)].flatMap((part) =>
    part.field === ITEMS && part.kind === 'bytes' ? [itemOf(part.bytes)] : [],
  )

/** Items as columns: what is nested is joined by `/`; W&B's own facts are left out. */
const leaves = (items: readonly [string, unknown][]): [string, unknown][] =>
  items
    .filter(([name]) => name !== '_wandb' && !name.startsWith('_wandb/'))
    .flatMap(([name, value]) => (isRecord(value) ? [...leavesOf(value, name)] : [[name, value] as const]))
    .map(([name, value]) => [name, value])

function stepOf(bytes: Uint8Array): number | undefined {
  for (const part of fieldsOf(bytes))
    if (part.field === STEP && part.kind === 'bytes')
      for (const inner of fieldsOf(part.bytes))
        if (inner.field === 1 && inner.kind === 'varint') return inner.value
  return undefined
}

/** Reads `run-<id>.wandb`, which W&B writes offline and online alike: history, configuration, name and id of one run. */
export async function readWandbRun(
  file: LogFile,
  { name, limits, x }: { name: string; limits: LogLimits; x?: XColumn | null | undefined },
): Promise<ParsedLog> {
  const notes = collectNotes(file.path)
  const rows = readRows({ fallbackName: name, notes, limits, nulls: 'missing', x })
  const run = { id: '', name: '' }
  let count = 0
  for await (const record of readBlockLog(file.open(), { recordBytes: limits.recordBytes, notes }))
    for (const part of fieldsOf(record)) {
      if (part.kind !== 'bytes') continue
      if (part.field === RECORD.history) {
        const row = leaves(itemsOf(part.bytes))
        const hasStep = x !== null && x !== undefined ? true : row.some(([key]) => key === '_step')
        rows.row(row, `row ${++count}`, hasStep ? undefined : stepOf(part.bytes))
      } else if (part.field === RECORD.config) rows.config(leaves(itemsOf(part.bytes)))
      else if (part.field === RECORD.run)
        for (const inner of fieldsOf(part.bytes)) {
          if (inner.kind !== 'bytes') continue
          if (inner.field === RUN.id) run.id = text(inner.bytes)
          else if (inner.field === RUN.name) run.name = text(inner.bytes)
          else if (inner.field === RUN.config) rows.config(leaves(itemsOf(inner.bytes)))
        }
    }
  const { runs, again } = rows.finish(run)
  return { format: 'wandb', runs, again, notes: notes.list() }
}
