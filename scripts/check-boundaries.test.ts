import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const SCRIPTS = join(process.cwd(), 'scripts')

/** Runs a check over planted files; returns its exit code and text. */
function check(script: string, files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'sandmle-check-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    const { status, stdout } = spawnSync(process.execPath, [join(SCRIPTS, script)], {
      cwd: folder,
      encoding: 'utf8',
    })
    return { status, text: stdout }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const boundaries = (files: Record<string, string>) => check('check-boundaries.mjs', files)

describe('import boundaries', () => {
  const DB = { 'lib/db/client.ts': 'export const db = 1' }

  test('lawful imports pass, types never count', () => {
    const lawful = boundaries({
      ...DB,
      'lib/services/a.ts': "import { db } from '#lib/db/client.ts'\nexport const a = db",
      'lib/domain/b.ts':
        "import type { A } from '#lib/services/a.ts'\nimport { type C } from '#lib/db/client.ts'",
    })
    expect(lawful).toEqual({ status: 0, text: 'boundaries: 3 files\n' })
  })

  test.each([
    [
      'an upward import',
      { ...DB, 'lib/domain/a.ts': "import { db } from '#lib/db/client.ts'" },
      /lib\/domain may not import lib\/db/,
    ],
    [
      'a relative one',
      { ...DB, 'lib/domain/a.ts': "export { db } from '../db/client.ts'" },
      /lib\/domain may not import lib\/db/,
    ],
    [
      'a dynamic one',
      { ...DB, 'app/a.ts': "const x = await import('#lib/db/client.ts')" },
      /app may not import lib\/db/,
    ],
    [
      'a bare parse of a verb',
      { 'lib/services/a.ts': 'export const a = (raw: unknown) =>\n  Input.parse(raw)' },
      /lib\/services\/a\.ts:2: parse with parseInput/,
    ],
    ['an unknown area', { 'lib/helpers/a.ts': 'export const a = 1' }, /lib\/helpers has no row/],
    ['a missing file', { 'lib/domain/a.ts': "import '#lib/domain/gone.ts'" }, /does not exist/],
    [
      'a cycle',
      { 'lib/domain/a.ts': "import './b.ts'", 'lib/domain/b.ts': "import './a.ts'" },
      /cycle: .*a\.ts -> .*b\.ts/,
    ],
    [
      'a circle of rooms, without one of files',
      {
        'components/runs/a.ts': "import '#components/seeds/b.ts'",
        'components/seeds/b.ts': 'export const b = 1',
        'components/seeds/list/c.ts': "import '#components/runs/d.ts'",
        'components/runs/d.ts': 'export const d = 1',
      },
      /components in a circle: runs -> seeds -> runs/,
    ],
  ])('%s is an error', (_, files, message) => {
    const { status, text } = boundaries(files as Record<string, string>)
    expect(text).toMatch(message)
    expect(status).toBe(1)
  })

  test('client code may call a server action and reach nothing else of the server', () => {
    const action = {
      'app/actions.ts': "'use server'\nimport '#lib/services/s.ts'",
      'lib/services/s.ts': 'export const s = 1',
    }
    expect(boundaries({ ...action, 'app/a.tsx': "'use client'\nimport '#app/actions.ts'" }).status).toBe(0)
    const page = boundaries({
      ...action,
      'app/b.ts': "import '#lib/services/s.ts'",
      'app/a.tsx': "'use client'\nimport '#app/b.ts'",
    })
    expect(page.text).toMatch(
      /client code reaches server code: app\/a.tsx -> app\/b.ts -> lib\/services\/s.ts/,
    )
  })
})

test('documents may cite only what exists', () => {
  const files = {
    'package.json': '{"scripts":{"up":"x"}}',
    'lib/a.ts': '',
    'README.md':
      'See `lib/a.ts`, [a](lib/a.ts), `npm run up`.\nGone: `lib/b.ts`, [b](docs/b.md), `npm run fly`.',
  }
  const { status, text } = check('check-doc-references.mjs', files)
  expect(status).toBe(1)
  expect(text.trim().split('\n')).toEqual([
    'README.md:2: no file lib/b.ts',
    'README.md:2: no file docs/b.md',
    'README.md:2: no npm script fly',
  ])
})
