// Regular expressions of the product must take time in proportion to the text, whatever the text is: most of what
// they see was written by strangers. Every literal is found by its place in the syntax tree and judged by recheck,
// which looks for a text that makes it backtrack; what it cannot decide is refused too. A pattern that is put together
// at run time cannot be judged, so that there is none.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parse } from '@babel/parser'
import { check } from 'recheck'
import { root } from './setup/paths.mjs'

const AREAS = ['app', 'components', 'cli', 'lib', 'workers', 'proxy.ts']
const SKIPPED = new Set(['node_modules', 'generated', 'fixtures', 'cassettes'])
const CACHE = join(root, 'node_modules/.cache/sandmle/patterns.json')
/** The longest that one pattern is looked at; the slowest sound one takes a tenth of it on a quiet machine. */
const TIMEOUT_MS = 30_000
const AT_ONCE = 2
/** An attack is measured in steps alone: by the clock, a sound pattern would fail on a machine that is busy. */
const IN_STEPS = { attackTimeout: null, incubationTimeout: null }

const isSource = (name) => /\.(?:ts|tsx|mts|mjs)$/.test(name) && !/\.(?:test|fixture)\.tsx?$/.test(name)

function sourcesBelow(path) {
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sourcesBelow(join(path, entry.name))
    return isSource(entry.name) ? [join(path, entry.name)] : []
  })
}

/** Every node of a syntax tree. */
function* nodesOf(node) {
  if (typeof node?.type !== 'string') return
  yield node
  for (const key in node)
    for (const child of [node[key]].flat()) if (typeof child === 'object') yield* nodesOf(child)
}

const isRegExpCall = ({ type, callee }) =>
  (type === 'NewExpression' || type === 'CallExpression') && callee.name === 'RegExp'

/**
 * The patterns of a source: literals, and calls that put one together.
 * @returns {{ line: number, source: string | null, flags: string }[]} `source` is null for one made at run time
 */
export function patternsOf(code, file) {
  const plugins = file.endsWith('.tsx') ? ['typescript', 'jsx'] : ['typescript']
  const { program } = parse(code, { sourceType: 'module', plugins, attachComment: false })
  const found = []
  for (const node of nodesOf(program)) {
    const { line } = node.loc.start
    if (node.type === 'RegExpLiteral') found.push({ line, source: node.pattern, flags: node.flags })
    else if (isRegExpCall(node)) found.push({ line, source: null, flags: '' })
  }
  return found
}

const WORDS = { polynomial: 'takes the square of the text or more', exponential: 'takes exponential time' }

/** What is wrong with a pattern, in words; null for one that is linear. */
export async function objectionTo(source, flags) {
  const { status, complexity, error } = await check(source, flags, { timeout: TIMEOUT_MS, ...IN_STEPS })
  if (status === 'safe') return null
  if (status === 'vulnerable') return `${WORDS[complexity.type] ?? complexity.type} (${complexity.summary})`
  return `cannot be judged (${error?.kind ?? 'unknown'})`
}

const keyOf = ({ source, flags }) =>
  createHash('sha256').update(`/${source}/${flags}`).digest('hex').slice(0, 24)

/** Verdicts of earlier checks, as most patterns stay: a sound pattern stays sound. */
function readCache(version) {
  try {
    const cache = JSON.parse(readFileSync(CACHE, 'utf8'))
    return new Set(cache.version === version ? cache.sound : [])
  } catch {
    return new Set()
  }
}

async function judge(patterns, sound) {
  const waiting = [...new Map(patterns.map((one) => [keyOf(one), one])).entries()].filter(
    ([key]) => !sound.has(key),
  )
  const objections = new Map()
  const lane = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [key, { source, flags }] = next
      const objection = await objectionTo(source, flags)
      if (objection === null) sound.add(key)
      else objections.set(key, objection)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return objections
}

/** Checks the sources of some folders; the problems as `file:line: what is wrong`. */
export async function checkPatterns(folder, areas, sound) {
  const files = areas
    .map((area) => join(folder, area))
    .filter((path) => statSync(path, { throwIfNoEntry: false }))
  const patterns = files.flatMap(sourcesBelow).flatMap((file) =>
    patternsOf(readFileSync(file, 'utf8'), file).map((one) => ({
      ...one,
      place: `${relative(folder, file)}:${one.line}`,
    })),
  )
  const objections = await judge(
    patterns.filter(({ source }) => source !== null),
    sound,
  )
  const problems = patterns.flatMap((one) => {
    if (one.source === null)
      return [
        `${one.place}: a pattern that is put together at run time cannot be judged; scan the text instead`,
      ]
    const objection = objections.get(keyOf(one))
    return objection === undefined
      ? []
      : [`${one.place}: /${one.source}/${one.flags} ${objection}; scan the text instead`]
  })
  return { problems, patterns: patterns.length }
}

if (process.argv[1] === import.meta.filename) {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/recheck/package.json'), 'utf8'))
  const sound = readCache(version)
  const { problems, patterns } = await checkPatterns(root, AREAS, sound)
  mkdirSync(dirname(CACHE), { recursive: true })
  writeFileSync(CACHE, JSON.stringify({ version, sound: [...sound] }))
  console.log(problems.length > 0 ? problems.join('\n') : `patterns: ${patterns} are linear`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
