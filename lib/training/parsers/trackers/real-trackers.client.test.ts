import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseLenientJson } from '#lib/domain/lenient-json.ts'
import { fileOf, plainOf, readAll } from '#lib/training/parsers/logs.fixture.ts'
import { clientPython } from '#scripts/setup/client-venv.mjs'

const SCRIPT = join(import.meta.dirname, 'write_runs.fixture.py')
const MARK = 'LOGGED '
type Logged = { ids: string[]; runs: { seed: number; steps: [number, Record<string, number | string>][] }[] }

/** What a tracker keeps of itself in the home folder, and ClearML's archive of each session beside its folder. */
const OWN = /^(?:home|\.clearml)\/|\.zip$/

/** What a tracker wrote, and what it was told to write. */
function written(python: string, tracker: string) {
  const folder = mkdtempSync(join(tmpdir(), `${tracker}-`))
  try {
    const ran = spawnSync(python, [SCRIPT, folder, tracker], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      timeout: 300_000,
    })
    const at = ran.stdout.indexOf(MARK)
    if (ran.status !== 0 || at < 0)
      throw new Error(`${tracker}: exit ${ran.status}, signal ${ran.signal}, ${ran.error}: ${ran.stderr}`)
    const line = ran.stdout.slice(at + MARK.length).split('\n', 1)[0] ?? ''
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path)).isFile() && !OWN.test(path))
      .map((path) => fileOf(path, readFileSync(join(folder, path)), 4096))
    return { logged: parseLenientJson(line) as Logged, files }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test.for([
  ['wandb', ['wandb==0.31.0']],
  ['trackio', ['trackio==0.43.0']],
  ['swanlab', ['swanlab==0.8.4']],
  ['clearml', ['clearml==2.1.12']],
] as const)(
  'every value that %s keeps is read, two runs of one name apart',
  async ([tracker, packages], { skip }) => {
    const python = clientPython(tracker, [...packages])
    if (python === null) return skip('not proven here: no package index is reachable')
    const { logged, files } = written(python, tracker)
    const { runs, refused } = await readAll(files)
    expect(refused).toEqual([])
    expect(runs.map(({ name }) => name)).toEqual(['grpo', 'grpo'])
    expect(new Set(runs.map(({ identity }) => identity)).size).toBe(2)
    if (logged.ids.length > 0)
      expect(runs.map(({ identity }) => identity).sort()).toEqual(logged.ids.toSorted())
    for (const { seed, steps } of logged.runs) {
      const run = runs.find(({ config }) => config.seed === String(seed))
      expect(run?.config).toMatchObject({ lr: '0.5' })
      const [series = {}] = plainOf(run)
      for (const key of ['critic/score/mean', 'actor/entropy']) {
        expect(series[key]?.steps).toEqual(steps.map(([step]) => step))
        expect(series[key]?.values).toEqual(steps.map(([, row]) => Number(row[key])))
      }
    }
  },
)
