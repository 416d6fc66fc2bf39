// Licences of the packages in the lockfile: each must be one that allows to pass the package on.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup/paths.mjs'

const ALLOWED = new Set([
  '0BSD',
  'AFL-2.1',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'EPL-2.0',
  'ISC',
  'LGPL-3.0-or-later',
  'MIT',
  'MPL-2.0',
  'Unlicense',
])
/** Written in other words than SPDX's. */
const SPELLED = { 'SIL OPEN FONT LICENSE': 'OFL-1.1' }

/** Packages whose licence is missing or not allowed, as `name: licence`. Every word of an expression must be allowed. */
export function problemsOf(packages) {
  return Object.entries(packages).flatMap(([path, { license }]) => {
    if (path === '' || license in SPELLED) return []
    const words = (license ?? '').split(/[()\s]+/).filter((word) => !/^(and|or|)$/i.test(word))
    const fits = words.length > 0 && words.every((word) => ALLOWED.has(word))
    return fits ? [] : [`${path.replace(/^.*node_modules\//, '')}: ${license ?? 'no licence'}`]
  })
}

if (process.argv[1] === import.meta.filename) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const problems = problemsOf(packages)
  for (const problem of problems) console.error(problem)
  console.log(`licences: ${Object.keys(packages).length - 1} packages`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
