import { delimiterOf } from '#lib/training/parsers/csv-log.ts'
import { recordLength } from '#lib/training/parsers/tensorboard/read-records.ts'

/** How a file is read, by its name and its first bytes; or why it is not. */
export type Sniffed =
  | { kind: 'tensorboard' | 'trainer-state' | 'jsonl' | 'json-array' | 'parquet' | 'config' }
  | { kind: 'csv'; delimiter: string }
  /** Belongs to a run but holds no curve; passed over without a word. */
  | { kind: 'companion' }
  | { kind: 'none'; why: string; next: string }

/** Bytes that are enough to tell. */
export const HEAD_BYTES = 64 * 1024

const FORMATS = 'a verl log, TensorBoard event files, trainer_state.json, a W&B export, CSV, JSONL or parquet'
const none = (why: string, next = `Import ${FORMATS}.`): Sniffed => ({ kind: 'none', why, next })
const baseOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const startsWith = (head: Uint8Array, text: string) =>
  head.length >= text.length && [...text].every((char, i) => head[i] === char.charCodeAt(0))

const COMPANION =
  /^(wandb-(summary|metadata)\.json|output\.log|requirements\.txt|conda-environment\.yaml|readme(\.md)?)$/i

function sniffBinary(path: string, head: Uint8Array): Sniffed | null {
  if (baseOf(path).includes('tfevents')) return { kind: 'tensorboard' }
  if (startsWith(head, 'PAR1')) return { kind: 'parquet' }
  if (startsWith(head, ':W&B'))
    return none(
      'is the binary log of a W&B run',
      'Export its history: run.scan_history() as JSONL, or the wandb-history parquet file.',
    )
  if (startsWith(head, 'PK\u0003\u0004')) return none('is an archive inside an archive', 'Unpack it first.')
  if (startsWith(head, '\u001f\u008b'))
    return none('is packed with gzip', 'Unpack it first, or pack the folder as .zip.')
  if (startsWith(head, 'SQLite format 3')) return none('is an SQLite database', 'Export the metrics as CSV.')
  if (head.length >= 12 && recordLength(head) !== null) return { kind: 'tensorboard' }
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  if (!isUtf16 && head.includes(0)) return none('is a binary file of no known kind')
  return null
}

function sniffText(head: Uint8Array): Sniffed {
  const encoding = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe ? 'utf-16be' : 'utf-8'
  const text = new TextDecoder(encoding).decode(head).trimStart()
  if (text === '') return none('is empty', 'Wait until the trainer has logged a step.')
  if (text.startsWith('[')) return { kind: 'json-array' }
  if (text.startsWith('{')) {
    if (/"log_history"\s*:/.test(text)) return { kind: 'trainer-state' }
    const firstLine = text.slice(0, text.indexOf('\n') < 0 ? text.length : text.indexOf('\n')).trim()
    return firstLine === '{'
      ? none('is one JSON object, not one object a line', 'Save one row a line (JSONL).')
      : { kind: 'jsonl' }
  }
  const delimiter = delimiterOf(text.split(/\r?\n/, 1)[0] ?? '')
  if (delimiter === null) return none('is no log that is known here')
  return { kind: 'csv', delimiter }
}

/** Tells the format of a file from its path and its first bytes. */
export function sniffFormat(path: string, head: Uint8Array): Sniffed {
  const base = baseOf(path).toLowerCase()
  if (base === 'config.yaml' || base === 'config.yml') return { kind: 'config' }
  if (COMPANION.test(base)) return { kind: 'companion' }
  if (base === 'trainer_state.json' && head.length > 0) return { kind: 'trainer-state' }
  return sniffBinary(path, head) ?? sniffText(head)
}
