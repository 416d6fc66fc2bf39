// The tables of what the product is extended by: one file a kind, and a table written from the folder.
// `npm run fix` writes them; `npm run check` fails where a table is not what its folder says.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup/paths.mjs'

/**
 * `key` and `value` are types, each with the file that it comes from: the compiler asks the table for all words of the
 * domain and for no other. A file `some-kind.ts` exports `someKind`, under its own name; where a registry has `entry`,
 * that finds the export and its key in the text of a file, and a file without one is not one of its kinds.
 */
const REGISTRIES = [
  {
    folder: 'lib/packs/layouts',
    table: 'LAYOUTS',
    key: ['PackLayout', '#lib/domain/version.ts'],
    value: ['Layout', '#lib/packs/layout.ts'],
  },
  {
    folder: 'lib/training/formats',
    table: 'LOG_READERS',
    key: ['MarkedFormat', '#lib/domain/log-formats.ts'],
    value: ['LogReader', '#lib/training/log-reader.ts'],
  },
  {
    folder: 'lib/pipeline/verify/gates',
    table: 'VERIFY_GATES',
    key: ['JudgedGate', '#lib/domain/gates.ts'],
    value: ['Gate', '#lib/pipeline/verify/gate.ts'],
  },
  {
    folder: 'workers/handlers',
    table: 'HANDLERS',
    key: ['JobQueue', '#lib/domain/ports/queue.ts'],
    value: ['Served', '#workers/served.ts'],
    entry: /^export const (\w+) = \{\s*queue: '([\w.]+)'/m,
  },
]

const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())
const bare = (path) => path.slice(0, -'.ts'.length)
const isKind = (name) => /^[a-z0-9-]+\.ts$/.test(name) && name !== 'all.ts'

/** What a file of a registry adds to its table: export and key; null: nothing. */
function entryOf({ entry }, name, text) {
  if (entry === undefined) return { name: camel(bare(name)), key: bare(name) }
  const found = entry.exec(text)
  return found && { name: found[1], key: found[2] }
}

/** The text of a registry's table, for the files of its folder by name. */
export function tableText({ folder, table, key, value, ...registry }, files) {
  const kinds = Object.entries(files)
    .filter(([name]) => isKind(name))
    .flatMap(([name, text]) => ({ file: `#${folder}/${name}`, ...entryOf(registry, name, text) }))
    .filter((kind) => kind.key !== undefined)
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  const [keyType, keyFile] = key
  const [valueType, valueFile] = value
  const imports = [
    [keyFile, `import type { ${keyType} } from '${keyFile}'`],
    [valueFile, `import type { ${valueType} } from '${valueFile}'`],
    ...kinds.map(({ file, name }) => [file, `import { ${name} } from '${file}'`]),
  ].sort(([a], [b]) => (bare(a) < bare(b) ? -1 : 1))
  const rows = kinds.map(({ key: word, name }) => (word === name ? `  ${name},` : `  '${word}': ${name},`))
  return [
    '// Written by `npm run fix` from the files of this folder.',
    ...imports.map(([, line]) => line),
    '',
    `export const ${table} = {`,
    ...rows,
    `} as const satisfies Record<${keyType}, ${valueType}>`,
    '',
  ].join('\n')
}

// Biome has an order of imports of its own.
const linesOf = (text) => text.split('\n').sort().join('\n')

/** Tables that are not what their folders say: path and the text that they should have. */
export const staleTables = (base = root, registries = REGISTRIES) =>
  registries.flatMap((registry) => {
    const path = join(registry.folder, 'all.ts')
    const names = readdirSync(join(base, registry.folder)).filter(isKind)
    const files = names.map((name) => [name, readFileSync(join(base, registry.folder, name), 'utf8')])
    const text = tableText(registry, Object.fromEntries(files))
    const held = existsSync(join(base, path)) ? readFileSync(join(base, path), 'utf8') : null
    return held !== null && linesOf(held) === linesOf(text) ? [] : [{ path, text }]
  })

if (process.argv[1] === import.meta.filename) {
  const stale = staleTables()
  if (process.argv.includes('--write'))
    for (const { path, text } of stale) writeFileSync(join(root, path), text)
  else {
    for (const { path } of stale) console.error(`${path}: is not what its folder says. Next: npm run fix`)
    process.exitCode = stale.length > 0 ? 1 : 0
  }
}
