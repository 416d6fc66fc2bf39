import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { staleTables, tableText } from '#scripts/registries.mjs'

const registry = {
  folder: 'lib/shapes',
  table: 'SHAPES',
  key: ['ShapeId', '#lib/domain/shape.ts'],
  value: ['Shape', '#lib/shape.ts'],
}

test('a table names each file of its folder once, and no test', () => {
  const names = ['round.ts', 'all.ts', 'far-off.ts', 'round.test.ts', 'round.fixture.ts']
  const files = Object.fromEntries(names.map((name) => [name, '']))
  expect(tableText(registry, files)).toBe(`// Written by \`npm run fix\` from the files of this folder.
import type { ShapeId } from '#lib/domain/shape.ts'
import type { Shape } from '#lib/shape.ts'
import { farOff } from '#lib/shapes/far-off.ts'
import { round } from '#lib/shapes/round.ts'

export const SHAPES = {
  'far-off': farOff,
  round,
} as const satisfies Record<ShapeId, Shape>
`)
})

test('a registry may find names and keys in the text of its files', () => {
  const files = { 'make-round.ts': "export const roundMake = {\n  queue: 'round.make',\n}", 'part.ts': '' }
  const text = tableText({ ...registry, entry: /^export const (\w+) = \{\s*queue: '([\w.]+)'/m }, files)
  expect(text).toContain("import { roundMake } from '#lib/shapes/make-round.ts'\n")
  expect(text).toContain("= {\n  'round.make': roundMake,\n}")
})

test('a file that came, or went, makes the table stale until it is written', () => {
  const base = mkdtempSync(join(tmpdir(), 'registries-'))
  onTestFinished(() => rmSync(base, { recursive: true }))
  mkdirSync(join(base, registry.folder), { recursive: true })
  const put = (name: string, text: string) => writeFileSync(join(base, registry.folder, name), text)
  put('round.ts', '')
  const [first] = staleTables(base, [registry])
  expect(first?.path).toBe('lib/shapes/all.ts')
  put('all.ts', first?.text ?? '')
  expect(staleTables(base, [registry])).toEqual([])
  put('square.ts', '')
  expect(staleTables(base, [registry])).toHaveLength(1)
  rmSync(join(base, registry.folder, 'square.ts'))
  expect(staleTables(base, [registry])).toEqual([])
})
