import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { fail, say } from './report.mjs'

const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'proxy.ts',
  'instrumentation.ts',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
  'prisma/schema.prisma',
]
const STAMP = join(root, '.next/sandmle-sources')

/** The address of a chart names each of its runs, at most 500; Node's own limit ends at 430. */
const HEADERS = '--max-http-header-size=65536'

/** The `next` command line of the installed package. */
export const next = (...args) => [HEADERS, join(root, 'node_modules/next/dist/bin/next'), ...args]

const isTest = (path) => /\.test\.tsx?$/.test(path) || path.startsWith(join('lib', 'db', 'generated'))

function sourceHash() {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    const path = join(root, source)
    if (!existsSync(path)) continue
    const inside = source.includes('.') ? [''] : readdirSync(path, { recursive: true, withFileTypes: true })
    const files = inside.map((entry) =>
      entry === '' ? path : entry.isFile() && join(entry.parentPath, entry.name),
    )
    for (const file of files.filter(Boolean).sort()) {
      const name = file.slice(root.length + 1)
      if (!isTest(name)) hash.update(`${name}\n`).update(readFileSync(file))
    }
  }
  return hash.digest('hex')
}

/** Builds the web application unless its sources are those of the last build. Returns whether it built. */
export function ensureBuild() {
  const wanted = sourceHash()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return false
  say('Building the web application (about a minute) ...')
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  const built = spawnSync(process.execPath, next('build'), { cwd: root, stdio: ['ignore', 2, 2], env })
  if (built.status !== 0) fail('The build failed; see its message above.', 'npm run check')
  writeFileSync(STAMP, wanted)
  return true
}
