import { linesOf } from '#lib/domain/scan-text.ts'

/** The facts of a benchmark's `config.yaml` that a seed needs. */
export type BenchConfig = { id: string | null; name: string | null; grader: string | null }

const KEY = /^[A-Za-z_][\w-]*$/

/** A `key: value` line without its comment; null for anything else. */
function entryOf(line: string): { indent: number; key: string; value: string } | null {
  const text = line.trimStart()
  const colon = text.indexOf(':')
  const key = colon < 0 ? '' : text.slice(0, colon)
  if (!KEY.test(key)) return null
  const after = text.slice(colon + 1)
  const comment = after.indexOf('#')
  const value = (comment < 0 ? after : after.slice(0, comment)).trim()
  return { indent: line.length - text.length, key, value }
}

function unquoted(value: string): string {
  const quote = value[0]
  const isQuoted = value.length > 1 && (quote === '"' || quote === "'") && value.endsWith(quote)
  return isQuoted ? value.slice(1, -1) : value
}

const WANTED = ['id', 'name', 'grader.name'] as const

/**
 * Reads the subset of YAML that these files use: `key: value` lines, nested by indentation. Anything else is
 * ignored, nothing is ever executed or dereferenced.
 */
export function readBenchConfig(text: string): BenchConfig {
  const values = new Map<string, string>()
  const stack: { indent: number; path: string }[] = []
  for (const line of linesOf(text)) {
    const entry = entryOf(line)
    if (entry === null) continue
    while ((stack.at(-1)?.indent ?? -1) >= entry.indent) stack.pop()
    const above = stack.at(-1)?.path
    const path = above === undefined ? entry.key : `${above}.${entry.key}`
    // Nothing that is wanted lies below a longer path: a staircase of keys costs no more than its text.
    if (entry.value !== '') values.set(path, unquoted(entry.value))
    else stack.push({ indent: entry.indent, path: path.length > 100 ? '?' : path })
  }
  const [id, name, grader] = WANTED.map((path) => values.get(path) ?? null)
  return { id: id ?? null, name: name ?? null, grader: grader ?? null }
}
