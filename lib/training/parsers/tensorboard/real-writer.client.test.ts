import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { fileOf, readAll } from '#lib/training/parsers/logs.fixture.ts'
import type { LogReading } from '#lib/training/parsers/read-logs.ts'
import { clientPython } from '#scripts/setup/client-venv.mjs'

const SCRIPT = join(import.meta.dirname, 'write_events.fixture.py')
type Accumulated = Record<string, Record<string, [step: number, value: number | string, wallTime: number][]>>

let theirs: Accumulated | null = null
let ours: LogReading['runs'] = []
beforeAll(async () => {
  const python = clientPython('tensorboard', ['tensorboard==2.21.0', 'tensorboardX==2.6.5', 'setuptools<81'])
  if (python === null) return
  const folder = mkdtempSync(join(tmpdir(), 'events-'))
  try {
    const written = spawnSync(python, [SCRIPT, folder], { encoding: 'utf8', maxBuffer: 2 ** 28 })
    if (written.status !== 0) throw new Error(written.stderr)
    theirs = JSON.parse(written.stdout.slice(written.stdout.indexOf('{'))) as Accumulated
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => fileOf(path, readFileSync(join(folder, path)), 4096))
    ours = (await readAll(files)).runs
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

const WORDS: Record<string, number> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity }
const valueOfTheirs = (value: number | string) => (typeof value === 'number' ? value : WORDS[value])

test.for(['plain', 'tensors', 'configured', 'resumed', 'tensorboardx'])(
  'a run of a real writer has the points that TensorBoard’s own reader finds: %s',
  (name, { skip }) => {
    if (theirs === null) return skip('not proven here: no package index is reachable')
    const run = ours.find((one) => one.name === name)
    // What the accumulator throws away at a restart appears in the segment before.
    const live = run?.segments.at(-1)?.series
    const whole = run?.segments[0]?.series
    const expected = theirs[name] ?? {}
    expect(Object.keys(expected).length).toBeGreaterThan(0)
    expect([...(whole?.keys() ?? [])].sort()).toEqual(Object.keys(expected).sort())
    for (const [tag, points] of Object.entries(expected)) {
      const from = live?.get(tag)?.steps[0] ?? 0
      const kept = name === 'resumed' ? points.filter(([step]) => step >= from) : points
      expect([...(live?.get(tag)?.steps ?? [])]).toEqual(kept.map(([step]) => step))
      expect([...(live?.get(tag)?.values ?? [])]).toEqual(kept.map(([, value]) => valueOfTheirs(value)))
      expect([...(live?.get(tag)?.times ?? [])]).toEqual(kept.map(([, , time]) => Math.round(time * 1000)))
    }
  },
)

test('what a restart made void is kept, and hyper-parameters are read', ({ skip }) => {
  if (theirs === null) return skip('not proven here: no package index is reachable')
  const resumed = ours.find(({ name }) => name === 'resumed')
  expect(resumed?.segments.map(({ series }) => series.get('a')?.steps.length)).toEqual([10, 6])
  expect(theirs.resumed?.a?.map(([step]) => step)).toEqual(Array.from({ length: 12 }, (_, step) => step))
  const config = ours.find(({ name }) => name === 'configured')?.config
  expect(config).toEqual({ lr: '0.000001', model: 'qwen', lora: 'true' })
})
