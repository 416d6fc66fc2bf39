import { isRecord, leavesOf } from '#lib/domain/lenient-json.ts'
import { parsePythonLiteral } from '#lib/training/parsers/python-literal.ts'
import type { PrintedBy } from '#lib/training/parsers/row-look.ts'
import { toNumber, toStep, toValue } from '#lib/training/parsers/to-number.ts'

/** How a trainer prints its metrics. */
export const CONSOLE_FORMS = ['step', 'dict', 'box', 'tune'] as const
export type ConsoleForm = (typeof CONSOLE_FORMS)[number]
export type ConsoleRow = {
  form: ConsoleForm
  /** Null: the row says it itself, in one of its columns, or not at all. */
  step: number | null
  entries: [name: string, value: unknown][]
  /** What stands before the line, if it names the process that printed it. */
  printedBy?: PrintedBy
}

/** `[rank1]: `, `[Rank 1] `, `local_rank=1 `, `[default1]:` of torchrun, `1: ` of srun, `[1,1]<stdout>:` of mpirun. */
const RANKS = [
  /\brank[ _:=#]{0,3}(\d{1,5})\b/i,
  /^\s{0,8}\[default(\d{1,5})\]:/,
  /^\s{0,8}(\d{1,5}):\s/,
  /^\[\d{1,5},(\d{1,5})\]<std(?:out|err)>:/,
]
const BEFORE_LENGTH = 300

/** The rank that stands before a row of metrics. */
function rankIn(before: string): PrintedBy | undefined {
  const head = before.slice(0, BEFORE_LENGTH)
  for (const form of RANKS) {
    const rank = form.exec(head)?.[1]
    if (rank !== undefined) return { name: 'rank', text: String(Number(rank)), kind: 'process' }
  }
  return undefined
}

const STEP = 'step:'
const SEPARATOR = ' - '

/** `step:12 - critic/score/mean:0.31 - actor/lr:np.float64(1e-06)`, verl's line. Keys may hold colons. */
function stepRow(line: string): ConsoleRow | null {
  const at = line.indexOf(STEP)
  const [first = '', ...parts] = at < 0 ? [] : line.slice(at + STEP.length).split(SEPARATOR)
  const step = toStep(first.trim())
  if (step === null || parts.length === 0) return null
  const entries: ConsoleRow['entries'] = []
  for (const part of parts) {
    const colon = part.lastIndexOf(':')
    const text = part.slice(colon + 1).trim()
    const literal = parsePythonLiteral(text)
    if (colon > 0) entries.push([part.slice(0, colon).trim(), literal === undefined ? text : literal])
  }
  return entries.length === 0 ? null : { form: 'step', step, entries }
}

const DICT_LENGTH = 100_000

/** `{'loss': 0.02, 'epoch': 0.01}`, as transformers, TRL and ms-swift print; what stands around it is passed over. */
function dictRow(line: string): ConsoleRow | null {
  const from = line.indexOf('{')
  const to = line.lastIndexOf('}')
  if (from < 0 || to < from || to - from > DICT_LENGTH) return null
  const dict = parsePythonLiteral(line.slice(from, to + 1))
  if (!isRecord(dict)) return null
  const entries = [...leavesOf(dict)]
  // transformers 5 rounds its numbers to texts before it prints them.
  const hasNumber = entries.some(
    ([, value]) => typeof value === 'number' || (typeof value === 'string' && toValue(value) !== null),
  )
  return hasNumber ? { form: 'dict', step: null, entries } : null
}

/** The row that a line of its own is. */
export function rowOfLine(line: string): ConsoleRow | null {
  const row = stepRow(line) ?? dictRow(line)
  if (row === null) return null
  const printedBy = rankIn(line.slice(0, line.indexOf(row.form === 'step' ? STEP : '{')))
  return printedBy === undefined ? row : { ...row, printedBy }
}

const BARS = ['|', '│', '┃']
const RULE = /^[-+=|─━┄╭╮╰╯├┤┬┴┼┌┐└┘╞╡═╪┏┓┗┛┣┫ ]+$/

/** Name and value of a line of a box: `|    fps    | 3000 |`, or `│ episode_reward_mean    22.3 │`. */
function cellsOf(line: string): { name: string; value: string; indent: number } | null {
  const trimmed = line.trim()
  const bar = BARS.find((one) => trimmed.startsWith(one) && trimmed.endsWith(one))
  if (bar === undefined || trimmed.length < 3) return null
  const inner = trimmed.slice(1, -1)
  const at = inner.indexOf(bar)
  const indent = inner.length - inner.trimStart().length
  if (at >= 0) {
    const value = inner.slice(at + 1).trim()
    return value.includes(bar) ? null : { name: inner.slice(0, at).trim(), value, indent }
  }
  const text = inner.trim()
  const gap = text.lastIndexOf('  ')
  return gap < 0 ? null : { name: text.slice(0, gap).trim(), value: text.slice(gap).trim(), indent }
}

const TUNE = 'Result for '
const ENTRIES = 5000

/** Puts lines that belong together to rows: boxes, and the indented blocks that RLlib prints. */
export function blockReader(): { line(line: string): ConsoleRow | null; end(): ConsoleRow | null } {
  let open: ConsoleRow | null = null
  let groups: { indent: number; name: string }[] = []
  const close = (): ConsoleRow | null => {
    const row = open
    open = null
    groups = []
    return row?.entries.some(([, value]) => toNumber(value) !== null) ? row : null
  }
  const add = (row: ConsoleRow, name: string, value: string, indent: number) => {
    while ((groups.at(-1)?.indent ?? -1) >= indent) groups.pop()
    if (value === '') groups.push({ indent, name: name.endsWith('/') ? name.slice(0, -1) : name })
    else if (row.entries.length < ENTRIES)
      row.entries.push([[...groups.map((group) => group.name), name].join('/'), value])
  }
  const boxLine = (line: string): ConsoleRow | null => {
    const cells = cellsOf(line)
    if (cells === null || cells.name === '') return RULE.test(line) ? close() : null
    const finished = open?.form === 'tune' ? close() : null
    open ??= { form: 'box', step: null, entries: [] }
    add(open, cells.name, cells.value, cells.indent)
    return finished
  }
  const tuneLine = (line: string): ConsoleRow | null => {
    const colon = line.indexOf(':')
    const indent = line.length - line.trimStart().length
    if (open === null || colon < 0 || indent === 0) return close()
    add(open, line.slice(0, colon).trim(), line.slice(colon + 1).trim(), indent)
    return null
  }
  return {
    line(line) {
      if (line.startsWith(TUNE)) {
        const finished = close()
        open = { form: 'tune', step: null, entries: [] }
        return finished
      }
      if (open?.form === 'tune') return tuneLine(line)
      const first = line.trimStart()[0] ?? ''
      if (BARS.includes(first) || (open !== null && RULE.test(line))) return boxLine(line)
      return open === null ? null : close()
    },
    end: close,
  }
}
