import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createToken } from '#lib/services/people/create-token.ts'
import { fileOf, plainOf, readAll } from '#lib/training/parsers/logs.fixture.ts'
import { clientPython } from '#scripts/setup/client-venv.mjs'
import { HUGGING_FACE } from '#scripts/setup/mlflow-clients.mjs'
import { type HttpRoutes, openHttpRoutes } from './http-routes.fixture.ts'

const Points = z.record(z.string(), z.array(z.tuple([z.int(), z.string()])))
const Sums = z.record(z.string(), z.record(z.string(), z.string()))
const Told = z.object({
  run: z.string(),
  status: z.string(),
  params: z.record(z.string(), z.string()),
  logged: Points,
  history: Points,
  saved: Sums,
  kept: Sums,
})
type Told = z.infer<typeof Told>
const Row = z.object({
  step: z.coerce.number(),
  value: z.string().min(1).transform(Number),
  superseded: z.enum(['true', 'false']),
})

const interpreter = clientPython(HUGGING_FACE.name, HUGGING_FACE.packages)
/** As Python writes them. */
const WORDS: Record<string, number> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity }
const numberOf = (text: string) => WORDS[text] ?? Number(text)

let http: HttpRoutes
let token: string
let folder: string
let first: Told
let resumed: Told

/** One process of a trainer: steps `from` to `to`, a checkpoint every fifth. */
async function train(from: number, to: number, more: Record<string, string> = {}): Promise<Told> {
  const script = join(import.meta.dirname, 'hugging_face.fixture.py')
  const env = {
    ...process.env,
    MLFLOW_TRACKING_URI: http.url,
    MLFLOW_TRACKING_TOKEN: http.routes.tokens.trainer,
    MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0',
    MLFLOW_EXPERIMENT_NAME: 'hugging face',
    HF_MLFLOW_LOG_ARTIFACTS: '1',
    ...more,
  }
  const args = [script, join(folder, String(from)), String(from), String(to)]
  const { stdout } = await promisify(execFile)(interpreter ?? '', args, { env, maxBuffer: 2 ** 24 })
  return Told.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
}

beforeAll(async () => {
  if (interpreter === null) return
  folder = await mkdtemp(join(tmpdir(), 'hugging-face-'))
  http = await openHttpRoutes()
  const { world } = http.routes
  const ctx = world.as(await world.user('researcher'))
  token = (await createToken({ ctx, input: { name: 'reader', scope: 'researcher' } })).token
  first = await train(1, 10)
  // It was killed after step 10, and the newest checkpoint that it has is that of step 5.
  resumed = await train(6, 9, { MLFLOW_RUN_ID: first.run })
})
afterAll(async () => {
  await http?.close()
  if (folder) await rm(folder, { recursive: true, force: true })
})

/** A curve as the product exports it. */
async function curve(run: string, metric: string): Promise<z.infer<typeof Row>[]> {
  const id = run.replace(/^(.{8})-?(.{4})-?(.{4})-?(.{4})-?(.{12})$/, '$1-$2-$3-$4-$5')
  const query = new URLSearchParams({ runs: id, metric })
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`${http.url}/api/v1/training/curves.csv?${query}`, { headers })
  return z.array(Row).parse(parse(await answer.text(), { columns: true, bom: true }))
}

test.skipIf(interpreter === null)('every value of transformers’ own callback is kept', () => {
  expect(Object.keys(first.logged)).toHaveLength(6)
  expect(first.history).toEqual(first.logged)
  expect(first.status).toBe('FINISHED')
  expect(first.params).toMatchObject({ run_name: 'grpo', hidden_size: '16', logging_steps: '1' })
})

test.skipIf(interpreter === null)('each checkpoint is kept, byte by byte', () => {
  expect(Object.keys(first.saved)).toEqual(['checkpoint-5', 'checkpoint-10'])
  const names = ['config.json', 'model.safetensors', 'trainer_state.json']
  for (const files of Object.values(first.saved)) expect(Object.keys(files)).toEqual(names)
  expect(first.kept).toEqual(first.saved)
})

test.skipIf(interpreter === null)(
  'a run that is taken up again continues: its points are MLflow’s',
  async () => {
    expect(resumed.run).toBe(first.run)
    for (const [key, points] of Object.entries(first.logged)) {
      const again = resumed.logged[key] ?? []
      // MLflow keeps both writes of a step, the later one behind the earlier.
      expect(resumed.history[key]).toHaveLength(14)
      expect(resumed.history[key]).toEqual(expect.arrayContaining([...points, ...again]))
      const rows = await curve(first.run, key)
      const written = ({ step, value }: z.infer<typeof Row>) => [step, value]
      // What was not written again holds, the step after the resumed ones too.
      const holds = points.map((point) => again.find(([step]) => step === point[0]) ?? point)
      expect(rows.filter(({ superseded }) => superseded === 'false').map(written)).toEqual(
        holds.map(([step, value]) => [step, numberOf(value)]),
      )
      expect(rows.filter(({ superseded }) => superseded === 'true').map(written)).toEqual(
        points.slice(5, 9).map(([step, value]) => [step, numberOf(value)]),
      )
    }
  },
)

test.skipIf(interpreter === null)('the state in its checkpoint gives the same points by import', async () => {
  const path = 'checkpoint-10/trainer_state.json'
  const { runs, refused } = await readAll([fileOf(path, await readFile(join(folder, '1', path)), 4096)])
  expect(refused).toEqual([])
  const [series = {}] = plainOf(runs[0])
  for (const [key, points] of Object.entries(first.logged)) {
    expect(series[key]?.steps, key).toEqual(points.map(([step]) => step))
    expect(series[key]?.values, key).toEqual(points.map(([, value]) => numberOf(value)))
  }
})
