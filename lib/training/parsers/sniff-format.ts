import { isRecord, parseLenientJson } from '#lib/domain/lenient-json.ts'
import { DELIMITERS } from '#lib/tables/detect-dialect.ts'
import { foreignContent, WORKBOOK } from '#lib/tables/foreign-content.ts'
import { shownParts } from '#lib/training/parsers/console-log.ts'
import { rowOfLine } from '#lib/training/parsers/console-rows.ts'
import { recordLength } from '#lib/training/parsers/tensorboard/read-records.ts'

/** How a file is read, by its name and its first bytes; or why it is not. */
export type Sniffed =
  | { kind: 'tensorboard' | 'trainer-state' | 'jsonl' | 'json-array' | 'parquet' | 'config' }
  | { kind: 'wandb-run' | 'swanlab-run' | 'sqlite' }
  /** What ClearML says of the session whose metrics lie beside it. */
  | { kind: 'clearml-task' }
  /** A table; `orConsole`: what a trainer printed may begin like one. */
  | { kind: 'csv'; orConsole: boolean }
  | { kind: 'console' }
  /** Belongs to a run but holds no curve; passed over without a word. */
  | { kind: 'companion' }
  /** Rows of an SQLite database that are not in its file yet. */
  | { kind: 'sqlite-wal' }
  /** Pages of an SQLite database as they were before the change that it is in the middle of. */
  | { kind: 'sqlite-journal' }
  | { kind: 'none'; why: string; next: string }

/** Bytes that are enough to tell. */
export const HEAD_BYTES = 64 * 1024

const FORMATS =
  'a verl log, TensorBoard event files, trainer_state.json, a W&B run or export, a database of trackio, SwanLab, CSV, JSONL, parquet, or the console log of a trainer'
const none = (why: string, next = `Import ${FORMATS}.`): Sniffed => ({ kind: 'none', why, next })
const baseOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const startsWith = (head: Uint8Array, text: string) =>
  head.length >= text.length && [...text].every((char, i) => head[i] === char.charCodeAt(0))

const COMPANION =
  /^(wandb-(summary|metadata)\.json|output\.log|debug(-internal|-cli\.[\w-]{1,64})?\.log|requirements\.txt|conda-environment\.yaml|readme(\.md)?|swanlab-metadata\.json|params\.(json|pkl)|[^/]{0,200}\.lock|\.gitignore|\.ds_store)$/i

/** Weights, states, pictures and programs beside a log. */
const NO_LOG =
  /\.(?:pt|pth|bin|safetensors|gguf|onnx|ckpt|pkl|pickle|npy|npz|h5|joblib|model|png|jpe?g|gif|svg|webp|mp4|py|ipynb|sh|toml|ya?ml)$/i
/** What a trainer keeps of a model and of its end beside its log. */
const OF_MODEL =
  /^(?:(?:adapter_|generation_|preprocessor_|tokenizer_|sentence_bert_|chat_template_)?config\.json|(?:tokenizer|vocab|special_tokens_map|added_tokens|modules|args|all_results|(?:train|eval|test|predict)_results)\.json|model\.safetensors\.index\.json|merges\.txt|vocab\.txt|chat_template\.jinja)$/i
const isBeside = (base: string): boolean => COMPANION.test(base) || NO_LOG.test(base) || OF_MODEL.test(base)

function sniffBinary(path: string, head: Uint8Array): Sniffed | null {
  if (baseOf(path).includes('tfevents')) return { kind: 'tensorboard' }
  if (startsWith(head, 'PAR1')) return { kind: 'parquet' }
  if (startsWith(head, ':W&B')) return { kind: 'wandb-run' }
  if (startsWith(head, ':SWL')) return { kind: 'swanlab-run' }
  const foreign = foreignContent(head)
  if (foreign?.what === WORKBOOK.what) return none(foreign.what, foreign.fix)
  if (startsWith(head, 'PK\u0003\u0004')) return none('is an archive inside an archive', 'Unpack it first.')
  if (startsWith(head, '\u001f\u008b'))
    return none('is packed with gzip', 'Unpack it first, or pack the folder as .zip.')
  if (startsWith(head, 'SQLite format 3')) return { kind: 'sqlite' }
  if (startsWith(head, '7\u007f\u0006\u0082') || startsWith(head, '7\u007f\u0006\u0083'))
    return { kind: 'sqlite-wal' }
  if (startsWith(head, '\u00d9\u00d5\u0005\u00f9\u0020\u00a1\u0063\u00d7')) return { kind: 'sqlite-journal' }
  if (startsWith(head, 'version https://git-lfs'))
    return none('is a Git LFS pointer, not the log itself', 'Run "git lfs pull" and send the log again.')
  if (foreign !== null) return none(foreign.what, foreign.fix)
  if (head.length >= 12 && recordLength(head) !== null) return { kind: 'tensorboard' }
  return null
}

/** The head as text; bytes that are not UTF-8 do not matter for telling the format. */
function textOf(head: Uint8Array): string | null {
  const zeros = head.subarray(0, 4096).filter((byte) => byte === 0).length
  const isLittle = (head[0] === 0xff && head[1] === 0xfe) || (zeros > 0 && head[1] === 0)
  const isBig = (head[0] === 0xfe && head[1] === 0xff) || (zeros > 0 && head[0] === 0)
  if (zeros > 0 && !isLittle && !isBig) return null
  return new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8').decode(head)
}

const lineOf = (text: string) => /^[^\r\n]*/.exec(text)?.[0] ?? ''
const LINES = 2000

/** True where some line of the head is what trainers print. */
function isConsole(text: string): boolean {
  return text
    .split('\n', LINES)
    .some((line) => shownParts(line).some((part) => rowOfLine(part) !== null || isBoxOrBlock(part)))
}
const BOX = /^\s*[|│]\s+\S.*[|│]\s*$/
const isBoxOrBlock = (line: string): boolean =>
  line.startsWith('Result for ') || (line.length < 400 && BOX.test(line))

const LISTS = none(
  'is one JSON object with a list for each metric, as the history of Keras',
  'Save it as a table: pandas.DataFrame(history).to_csv("history.csv", index_label="epoch").',
)
/** What a crash leaves behind the last line that reached the disk. */
const PADDED = none(
  'holds zero bytes (U+0000) behind its text, as a crash leaves them',
  "Take them out, with tr -d '\\0' for example, and import it again.",
)
const isPadded = (head: Uint8Array): boolean => {
  const first = head.indexOf(0)
  return first > 0 && head.subarray(0, first).includes(10) && head.subarray(first).every((byte) => byte === 0)
}
/** The line below the header of a table in Markdown. */
const MARKDOWN = /^\|?\s{0,9}:?-{3,200}:?\s{0,9}(?:\|\s{0,9}:?-{3,200}:?\s{0,9}){0,200}\|?$/
const isMarkdown = (text: string): boolean => {
  const [header = '', rule = ''] = text.split(/\r\n|\n|\r/, 2)
  return header.includes('|') && rule.includes('|') && MARKDOWN.test(rule.trim())
}

function sniffObjects(text: string): Sniffed {
  if (/"log_history"\s*:/.test(text)) return { kind: 'trainer-state' }
  const first = lineOf(text).trim()
  const isWhole = first.length < text.length || text.endsWith('}')
  const row = parseLenientJson(first)
  if (isRecord(row) && Object.values(row).length > 0 && Object.values(row).every(Array.isArray)) return LISTS
  if (isRecord(row))
    return Object.hasOwn(row, 'offline_folder') ? { kind: 'clearml-task' } : { kind: 'jsonl' }
  if (isWhole && rowOfLine(first) !== null) return { kind: 'console' }
  return first === '{'
    ? none('is one JSON object, not one object a line', 'Save one row a line (JSONL).')
    : { kind: 'jsonl' }
}

const TABLE_NAME = /\.(csv|tsv|tab)$/i

function sniffText(path: string, head: Uint8Array): Sniffed {
  const whole = textOf(head)
  if (whole === null) return isPadded(head) ? PADDED : none('is a binary file of no known kind')
  const text = whole.replace('\uFEFF', '').trimStart()
  if (text === '') return none('is empty', 'Wait until the trainer has logged a step.')
  if (text.startsWith('[') && /^\[\s*[{\]]/.test(text)) return { kind: 'json-array' }
  if (text.startsWith('{')) return sniffObjects(text)
  if (isMarkdown(text)) return none('is a table in Markdown', 'Save it as CSV.')
  if (TABLE_NAME.test(path)) return { kind: 'csv', orConsole: false }
  if (isConsole(text)) return { kind: 'console' }
  const first =
    text.split(/\r\n|\n|\r/, LINES).find((line) => line.trim() !== '' && !line.startsWith('#')) ?? ''
  if (DELIMITERS.some((one) => first.includes(one))) return { kind: 'csv', orConsole: true }
  // A trainer may print much before its first metric.
  return head.length < HEAD_BYTES ? none('is not a log that is known here') : { kind: 'console' }
}

/** Tells the format of a file from its path and its first bytes; one that is sent alone is meant, whatever its name. */
export function sniffFormat(path: string, head: Uint8Array, isAlone = false): Sniffed {
  const base = baseOf(path).toLowerCase()
  if (!isAlone && (base === 'config.yaml' || base === 'config.yml')) return { kind: 'config' }
  if (!isAlone && isBeside(base)) return { kind: 'companion' }
  // SQLite's index of a -wal file, and journals that are done with: emptied, or their head wiped.
  if (
    base.endsWith('-shm') ||
    (/-(wal|journal)$/.test(base) && head.subarray(0, 32).every((byte) => byte === 0))
  )
    return { kind: 'companion' }
  if (base === 'trainer_state.json' && head.length > 0) return { kind: 'trainer-state' }
  return sniffBinary(path, head) ?? sniffText(path, head)
}
