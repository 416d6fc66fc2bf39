// `npm run check`: format, lint, types, tables of registries, import boundaries, dead exports, references of the documents,
// licences, casts, patterns, words. All parts run, then it ends with the first failure's code.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { next } from './setup/build.mjs'
import { requirePackages } from './setup/packages.mjs'
import { root } from './setup/paths.mjs'

requirePackages()
const bin = (name) => join(root, 'node_modules/.bin', name)
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }

// Types of the routes come from Next; without them typed props of pages are unknown.
if (existsSync(join(root, 'app'))) {
  spawnSync(process.execPath, next('typegen'), { cwd: root, env, stdio: 'ignore' })
}

const parts = [
  ['format and lint', bin('biome'), ['ci', '--colors=off', '--max-diagnostics=40', '.']],
  ['types', process.execPath, [bin('tsc'), '--noEmit']],
  ['registries', process.execPath, ['scripts/registries.mjs']],
  ['boundaries', process.execPath, ['scripts/check-boundaries.mjs']],
  [
    'exports',
    bin('knip'),
    ['--no-progress', '--no-config-hints', '--include', 'files,exports,types,duplicates'],
  ],
  ['documents', process.execPath, ['scripts/check-doc-references.mjs']],
  ['licences', process.execPath, ['scripts/check-licences.mjs']],
  ['casts', process.execPath, ['scripts/count-casts.mjs']],
  ['patterns', process.execPath, ['scripts/check-patterns.mjs']],
  ['words', process.execPath, ['scripts/check-words.mjs']],
]

function run([title, command, args]) {
  const started = performance.now()
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk
      })
    }
    child.on('error', (error) => resolve({ title, code: 1, output: error.message }))
    child.on('close', (code) =>
      resolve({ title, code: code ?? 1, output, ms: Math.round(performance.now() - started) }),
    )
  })
}

const results = await Promise.all(parts.map(run))
for (const { title, code, output, ms } of results) {
  if (code !== 0) process.stdout.write(`${output}\n`)
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${title} (${ms} ms)`)
}
process.exitCode = results.some((result) => result.code !== 0) ? 1 : 0
