import { decodeText } from '#lib/pipeline/canonical.ts'
import { fenced } from '#lib/pipeline/prompts.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'

/** A text of the version as the reviewer model is shown it; findings may point at these lines and no others. */
export type ShownFile = { path: string; lines: readonly string[]; isTable: boolean; cut: boolean }

const FILE_LIMIT = 30_000
const TABLE_LINES = 16
const WHOLE_LIMIT = 160_000
const TEXT_FILE = /\.(md|py|csv|json)$/
/** The generator's secret: without it nobody can make the hidden data again. */
const SECRET = /^(SECRET = )\[[^\]\n]*\]/gm
/** Of the programs only those that somebody wrote for this task; the engine's own say nothing about it. */
const isWritten = (path: string): boolean =>
  !path.startsWith('judge/solutions/') || /\/(engineered|reference)__/.test(path)

/** Which of a version's files a model reads. */
export const isShown = (path: string): boolean =>
  TEXT_FILE.test(path) &&
  (path.startsWith('agent/') || path.startsWith('judge/')) &&
  !path.startsWith('judge/attacks/') &&
  path !== 'judge/solutions.json' &&
  isWritten(path)

function show(path: string, bytes: Uint8Array): ShownFile {
  const isTable = path.endsWith('.csv')
  const text = decodeText(bytes).replace(SECRET, '$1[0, 0, 0, 0]')
  const all = text.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n')
  const lines: string[] = []
  let length = 0
  for (const line of all) {
    if ((isTable && lines.length === TABLE_LINES) || length + line.length > FILE_LIMIT) break
    lines.push(line)
    length += line.length + 1
  }
  return { path, lines, isTable, cut: lines.length < all.length }
}

/** Description first, then what scores, then the rest by name; as many as one question holds. */
const ORDER = ['agent/description.md', 'judge/evaluator.py', 'judge/rule.md', 'judge/generate.py']
const placeOf = (path: string): number => (ORDER.includes(path) ? ORDER.indexOf(path) : ORDER.length)

export function shownFiles(files: FileBytes): ShownFile[] {
  let left = WHOLE_LIMIT
  return Object.keys(files)
    .filter(isShown)
    .sort((a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b))
    .map((path) => show(path, files[path] ?? new Uint8Array()))
    .filter(({ lines }) => {
      left -= lines.join('\n').length
      return left >= 0
    })
}

/** The files as the question holds them: each between marks of its own, every line with its number. */
export const filesAsData = (files: readonly ShownFile[]): string =>
  files
    .map(({ path, lines, cut }) => {
      const numbered = lines.map((line, at) => `${at + 1}| ${line}`).join('\n')
      return fenced(path, cut ? `${numbered}\n(the rest is not shown)` : numbered)
    })
    .join('\n\n')
