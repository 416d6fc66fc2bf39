import { decodeText } from '#lib/pipeline/canonical.ts'
import { fenced } from '#lib/pipeline/prompts.ts'
import { tellsSecret } from '#lib/pipeline/secret-notations.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'
import { secretIn, underSecret } from '#lib/pipeline/task-secret.ts'

/** A text of the version as the reviewer model is shown it; findings may point at these lines and no others. */
export type ShownFile = { path: string; lines: readonly string[]; isTable: boolean; cut: boolean }

const FILE_LIMIT = 30_000
const TABLE_LINES = 16
const WHOLE_LIMIT = 160_000
const TEXT_FILE = /\.(md|py|csv|json)$/
const GENERATOR = 'judge/generate.py'
const NO_SECRET = '0'.repeat(32)
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
  const text = decodeText(bytes)
  const shown = path === GENERATOR ? (underSecret(text, NO_SECRET) ?? '') : text
  const all = shown.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n')
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

/**
 * The generator's secret makes the hidden data again: the line that holds it is shown empty, and a file that tells it
 * otherwise is not shown. Where it cannot be read, neither the generator is shown nor what it wrote.
 */
function isSafe(files: FileBytes): (file: ShownFile) => boolean {
  const generator = files[GENERATOR]
  const secret = generator === undefined ? null : secretIn(decodeText(generator))
  if (secret === null) return ({ path, isTable }) => path !== GENERATOR && !isTable
  return ({ path, lines }) => !tellsSecret(`${path}\n${lines.join('\n')}`, secret)
}

export function shownFiles(files: FileBytes): ShownFile[] {
  let left = WHOLE_LIMIT
  return Object.keys(files)
    .filter(isShown)
    .sort((a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b))
    .map((path) => show(path, files[path] ?? new Uint8Array()))
    .filter(isSafe(files))
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
