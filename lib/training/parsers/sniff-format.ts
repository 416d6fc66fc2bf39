import { isRecord, parseLenientJson } from '#lib/domain/lenient-json.ts'
import { ALL_LOG_FORMATS, type MarkedFormat } from '#lib/domain/log-formats.ts'
import { DELIMITERS } from '#lib/tables/detect-dialect.ts'
import { foreignContent, WORKBOOK } from '#lib/tables/foreign-content.ts'
import { FILE_WAYS } from '#lib/training/format-ways.ts'
import { type FileWay, type Head, startsWith } from '#lib/training/log-reader.ts'
import { shownParts } from '#lib/training/parsers/console-log.ts'
import { rowOfLine } from '#lib/training/parsers/console-rows.ts'

/** How a file is read, by its name and its first bytes; or why it is not. */
export type Sniffed =
  /** Files of a format of `lib/training/formats`. */
  | { kind: 'marked'; format: MarkedFormat; way: FileWay }
  /** JSON objects, one a line or in one array. */
  | { kind: 'jsonl' | 'json-array' }
  | { kind: 'config' }
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

const none = (why: string, next = `What can be read: ${ALL_LOG_FORMATS}.`): Sniffed => ({
  kind: 'none',
  why,
  next,
})
const baseOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

const COMPANION =
  /^(wandb-(summary|metadata)\.json|output\.log|debug(-internal|-cli\.[\w-]{1,64})?\.log|requirements\.txt|conda-environment\.yaml|readme(\.md)?|swanlab-metadata\.json|params\.(json|pkl)|[^/]{0,200}\.lock|\.gitignore|\.ds_store)$/i

/** Weights, states, pictures and programs beside a log. */
const NO_LOG =
  /\.(?:pt|pth|bin|safetensors|gguf|onnx|ckpt|pkl|pickle|npy|npz|h5|joblib|model|png|jpe?g|gif|svg|webp|mp4|py|ipynb|sh|toml|ya?ml)$/i
/** What a trainer keeps of a model and of its end beside its log. */
const OF_MODEL =
  /^(?:(?:adapter_|generation_|preprocessor_|tokenizer_|sentence_bert_|chat_template_)?config\.json|(?:tokenizer|vocab|special_tokens_map|added_tokens|modules|args|all_results|(?:train|eval|test|predict)_results)\.json|model\.safetensors\.index\.json|merges\.txt|vocab\.txt|chat_template\.jinja)$/i
const isBeside = (base: string): boolean => COMPANION.test(base) || NO_LOG.test(base) || OF_MODEL.test(base)

/** What is neither text nor a marked format: why it is refused, or what it is beside. */
function sniffBinary(head: Head): Sniffed | null {
  const foreign = foreignContent(head.bytes)
  if (foreign?.what === WORKBOOK.what) return none(foreign.what, foreign.fix)
  if (startsWith(head, 'PK\u0003\u0004')) return none('is an archive inside an archive', 'Unpack it first.')
  if (startsWith(head, '\u001f\u008b'))
    return none('is packed with gzip', 'Unpack it first, or pack the folder as .zip.')
  if (startsWith(head, '7\u007f\u0006\u0082') || startsWith(head, '7\u007f\u0006\u0083'))
    return { kind: 'sqlite-wal' }
  if (startsWith(head, '\u00d9\u00d5\u0005\u00f9\u0020\u00a1\u0063\u00d7')) return { kind: 'sqlite-journal' }
  if (startsWith(head, 'version https://git-lfs'))
    return none('is a Git LFS pointer, not the log itself', 'Run "git lfs pull" and send the log again.')
  return foreign === null ? null : none(foreign.what, foreign.fix)
}

/** The head as text from its first character; bytes that are not UTF-8 do not matter for telling the format. */
function textOf(head: Uint8Array): string | null {
  const zeros = head.subarray(0, 4096).filter((byte) => byte === 0).length
  const isLittle = (head[0] === 0xff && head[1] === 0xfe) || (zeros > 0 && head[1] === 0)
  const isBig = (head[0] === 0xfe && head[1] === 0xff) || (zeros > 0 && head[0] === 0)
  if (zeros > 0 && !isLittle && !isBig) return null
  const text = new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8').decode(head)
  return text.replace('\uFEFF', '').trimStart()
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

function sniffText({ path, bytes, text }: Head): Sniffed {
  if (text === null) return isPadded(bytes) ? PADDED : none('is a binary file of no known kind')
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
  return bytes.length < HEAD_BYTES ? none('is not a log that is known here') : { kind: 'console' }
}

/** Tells the format of a file from its path and its first bytes; one that is sent alone is meant, whatever its name. */
export function sniffFormat(path: string, bytes: Uint8Array, isAlone = false): Sniffed {
  const base = baseOf(path).toLowerCase()
  if (!isAlone && (base === 'config.yaml' || base === 'config.yml')) return { kind: 'config' }
  if (!isAlone && isBeside(base)) return { kind: 'companion' }
  // SQLite's index of a -wal file, and journals that are done with: emptied, or their head wiped.
  if (
    base.endsWith('-shm') ||
    (/-(wal|journal)$/.test(base) && bytes.subarray(0, 32).every((byte) => byte === 0))
  )
    return { kind: 'companion' }
  const head: Head = { path, base, bytes, text: textOf(bytes) }
  const marked = FILE_WAYS.find(({ way }) => way.is(head))
  return marked ? { kind: 'marked', ...marked } : (sniffBinary(head) ?? sniffText(head))
}
