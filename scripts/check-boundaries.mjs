// Import rules between the areas of the source (ARCHITECTURE: layout), cycles, and client code that reaches
// server code. `import type` does not count: types are erased.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const ROOTS = [
  'app',
  'components',
  'lib',
  'workers',
  'cli',
  'bench',
  'scripts',
  'e2e',
  'prisma',
  'proxy.ts',
  'instrumentation.ts',
]

const PURE = ['lib/domain', 'lib/contracts', 'lib/tables', 'lib/packs']
const SERVICES = ['lib/db', 'lib/jobs', 'lib/storage', 'lib/tables', 'lib/packs', 'lib/training', 'lib/log']
const WORK = ['lib/services', 'lib/pipeline', 'lib/llm', 'lib/sandbox']

/** Area -> areas that it may import. `any`: the edges of the product, which nothing imports. */
const RULES = {
  'lib/domain': [],
  'lib/contracts': ['lib/domain'],
  'lib/tables': ['lib/domain'],
  'lib/packs': ['lib/domain', 'lib/contracts', 'lib/tables'],
  'lib/training': PURE,
  'lib/pipeline': [...PURE, 'lib/training'],
  'lib/env': [],
  'lib/log': [],
  // Plain JavaScript: the set-up reads it before a Node that knows TypeScript is there.
  'lib/processes': [],
  'lib/db': ['lib/domain', 'lib/env'],
  'lib/storage': ['lib/domain', 'lib/env'],
  'lib/llm': ['lib/domain', 'lib/env', 'lib/log'],
  'lib/sandbox': ['lib/domain', 'lib/env', 'lib/log'],
  'lib/jobs': ['lib/domain', 'lib/contracts', 'lib/db', 'lib/env', 'lib/log'],
  'lib/services': ['lib/domain', 'lib/contracts', ...SERVICES],
  'lib/http': ['lib/domain', 'lib/contracts', ...SERVICES, 'lib/services', 'lib/env', 'lib/processes'],
  workers: ['lib/domain', 'lib/contracts', ...SERVICES, ...WORK, 'lib/env', 'lib/processes'],
  components: ['lib/domain', 'lib/contracts'],
  app: ['components', 'lib/domain', 'lib/contracts', 'lib/services', 'lib/http', 'lib/env', 'lib/log'],
  'proxy.ts': ['lib/domain', 'lib/contracts', 'lib/http', 'lib/env'],
  'instrumentation.ts': ['lib/env', 'lib/log'],
  // `sandmle doctor` works without a server: it is the doctor of the set-up.
  cli: [...PURE, 'scripts'],
  e2e: 'any',
  bench: 'any',
  scripts: 'any',
  prisma: 'any',
}
const EDGES = ['app', 'workers', 'cli', 'e2e', 'bench', 'scripts', 'proxy.ts', 'instrumentation.ts']
const SERVER = [
  'lib/db',
  'lib/services',
  'lib/jobs',
  'lib/llm',
  'lib/sandbox',
  'lib/storage',
  'lib/http',
  'lib/env',
  'lib/log',
]
const IMPORT =
  /^\s*(?:import|export)\s+(?!type[\s{])(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm

const isSource = (name) => /\.(ts|tsx|mts|mjs)$/.test(name) && !/\.(test|fixture)\.tsx?$/.test(name)

function sourcesBelow(path) {
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory())
      return ['node_modules', 'generated'].includes(entry.name) ? [] : sourcesBelow(join(path, entry.name))
    return isSource(entry.name) ? [join(path, entry.name)] : []
  })
}

function areaOf(file) {
  const parts = file.split('/')
  return parts[0] === 'lib' ? `lib/${parts[1].replace(/\.ts$/, '')}` : parts[0]
}

// `import { type A, type B } from` leaves nothing at run time.
const onlyTypes = (statement) => {
  const names = /\{([^}]*)\}\s*from/.exec(statement)?.[1]
  if (!names || /(?:import|export)\s+[\w*]/.test(statement)) return false
  return names.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '))
}

function edgesOf(files) {
  const known = new Set(files)
  const edges = new Map()
  const unknown = []
  for (const file of files) {
    const targets = []
    for (const match of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const name = match[1] ?? match[2]
      const inside = name.startsWith('#')
        ? name.slice(1)
        : name.startsWith('.')
          ? normalize(join(dirname(file), name))
          : null
      if (inside === null || onlyTypes(match[0])) continue
      if (known.has(inside)) targets.push(inside)
      else if (!existsSync(inside)) unknown.push(`${file}: imports ${name}, which does not exist`)
    }
    edges.set(file, targets)
  }
  return { edges, unknown }
}

function ruleErrors(files, edges) {
  const errors = []
  for (const file of files) {
    const from = areaOf(file)
    const allowed = RULES[from]
    if (!allowed) errors.push(`${file}: the area ${from} has no row in scripts/check-boundaries.mjs`)
    for (const target of edges.get(file)) {
      const to = areaOf(target)
      if (to === from || !allowed) continue
      if (
        allowed === 'any'
          ? EDGES.includes(to) && from !== 'e2e' && from !== 'scripts' && from !== 'bench'
          : !allowed.includes(to)
      ) {
        errors.push(`${file}: ${from} may not import ${to} (${target})`)
      }
    }
  }
  return errors
}

/** The chain of imports from `start` to the first file that `hit` accepts, or null. */
function chain(edges, start, hit, isWall = () => false) {
  const cameFrom = new Map([[start, null]])
  const queue = [start]
  for (let at = queue.shift(); at; at = queue.shift()) {
    for (const target of edges.get(at) ?? []) {
      if (hit(target)) {
        const path = [target]
        for (let step = at; step; step = cameFrom.get(step)) path.unshift(step)
        return path.join(' -> ')
      }
      if (cameFrom.has(target) || isWall(target)) continue
      cameFrom.set(target, at)
      queue.push(target)
    }
  }
  return null
}

const roomOf = (file) => /^components\/([^/]+)\//.exec(file)?.[1]

/** The folders of components, the rooms of the interface: what one takes from another goes one way as well. */
function roomErrors(edges) {
  const rooms = new Map()
  for (const [file, targets] of edges) {
    const from = roomOf(file)
    const others = targets.map(roomOf).filter((to) => to !== undefined && to !== from)
    if (from !== undefined) rooms.set(from, [...(rooms.get(from) ?? []), ...others])
  }
  return [...rooms.keys()].flatMap((room) => {
    const circle = chain(rooms, room, (other) => other === room)
    return circle ? [`components in a circle: ${circle}`] : []
  })
}

const PARSES_BY_NAME = ['lib/services', 'lib/http', 'app']
const BARE_PARSE = /(?<!\b(?:JSON|Date|path))\.parse\(/

/** A bare zod error does not say whose fault it is: these areas parse by the functions of lib/domain/parse.ts. */
function bareParses(files) {
  return files
    .filter((file) => PARSES_BY_NAME.includes(areaOf(file)))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          BARE_PARSE.test(line)
            ? [`${file}:${index + 1}: parse with parseInput() what was sent, with stored() what a row holds`]
            : [],
        ),
    )
}

const directive = (file, word) => new RegExp(`^\\s*['"]${word}['"]`).test(readFileSync(file, 'utf8'))

const files = ROOTS.filter((path) => existsSync(path))
  .flatMap(sourcesBelow)
  .map(normalize)
const { edges, unknown } = edgesOf(files)
const errors = [...unknown, ...ruleErrors(files, edges), ...roomErrors(edges), ...bareParses(files)]
if (files.length === 0) errors.push('no source files found: run from the repository root')
for (const file of files) {
  const cycle = chain(edges, file, (target) => target === file)
  if (cycle) errors.push(`cycle: ${cycle}`)
  if (!/\.tsx?$/.test(file) || !directive(file, 'use client')) continue
  // A 'use server' file is a remote call for the browser: the client's graph ends there.
  const isCall = (target) => directive(target, 'use server')
  const leak = chain(edges, file, (target) => SERVER.includes(areaOf(target)) && !isCall(target), isCall)
  if (leak) errors.push(`client code reaches server code: ${leak}`)
}
console.log(errors.length > 0 ? [...new Set(errors)].join('\n') : `boundaries: ${files.length} files`)
process.exitCode = errors.length > 0 ? 1 : 0
