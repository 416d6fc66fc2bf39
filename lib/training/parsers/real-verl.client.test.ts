import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { fileOf, plainOf, readAll } from '#lib/training/parsers/logs.fixture.ts'
import { clientPython } from '#scripts/setup/client-venv.mjs'

const SCRIPT = join(import.meta.dirname, 'write_verl.fixture.py')
const Logged = z.array(z.tuple([z.int(), z.record(z.string(), z.string())]))
const WORDS: Record<string, number> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity }
const numberOf = (text: string) => WORDS[text] ?? Number(text)

let logged: z.infer<typeof Logged> | null = null
const files = new Map<string, Uint8Array>()
beforeAll(() => {
  const python = clientPython('verl', ['orjson', 'packaging', 'numpy'], { bare: ['verl==0.9.1'] })
  if (python === null) return
  const folder = mkdtempSync(join(tmpdir(), 'verl-'))
  try {
    const ran = spawnSync(python, [SCRIPT, folder], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      timeout: 300_000,
    })
    if (ran.status !== 0) throw new Error(ran.stderr)
    logged = Logged.parse(JSON.parse(ran.stdout))
    for (const path of ['sandmle/grpo.jsonl', 'stdout.txt']) files.set(path, readFileSync(join(folder, path)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test.for([
  // The file logger writes null for what is not finite: it was logged, and which it was is lost.
  ['sandmle/grpo.jsonl', 'grpo', (value: number) => (Number.isFinite(value) ? value : Number.NaN)],
  ['stdout.txt', 'stdout', (value: number) => value],
] as const)('every value of verl’s own logger is read: %s', async ([path, name, kept], { skip }) => {
  if (logged === null) return skip('not proven here: no package index is reachable')
  const { runs, refused } = await readAll([fileOf(path, files.get(path) ?? new Uint8Array(), 1024)])
  expect(refused).toEqual([])
  expect(runs.map((run) => run.name)).toEqual([name])
  const [series = {}] = plainOf(runs[0])
  const keys = new Set(logged.flatMap(([, row]) => Object.keys(row)))
  expect(Object.keys(series).sort()).toEqual([...keys].sort())
  for (const key of keys) {
    const points = logged.flatMap(([step, row]) =>
      row[key] === undefined ? [] : [[step, numberOf(row[key])] as const],
    )
    expect(series[key]?.steps, key).toEqual(points.map(([step]) => step))
    expect(series[key]?.values, key).toEqual(points.map(([, value]) => kept(value)))
  }
})
