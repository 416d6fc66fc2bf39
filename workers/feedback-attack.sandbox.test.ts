import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Spec } from '#lib/domain/artefacts/spec.ts'
import { FEEDBACK_ROWS, feedbackStep, type Part, roundToStep } from '#lib/domain/feedback.ts'
import { planDecoding } from '#lib/domain/feedback-attack.fixture.ts'
import type { Sandbox } from '#lib/domain/ports/sandbox.ts'
import { tierOf } from '#lib/domain/tiers.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import { evaluateJob } from '#lib/pipeline/engine-jobs.ts'
import { ScoreReport } from '#lib/pipeline/engine-results.ts'
import { jsonFile, runJob } from '#lib/pipeline/run-job.ts'
import { makeEnvironment, type Version } from '#lib/pipeline/verify/clean-environment.fixture.ts'
import { thresholdValues } from '#lib/pipeline/verify/measure-solutions.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import { readCatalogue } from '#workers/maintenance/read-catalogue.ts'

/** A noisy task in log loss, where models are hardly better than the share of positives: labels are worth most. */
const SPEC = new URL('../python/tests/specs/sign-interaction.json', import.meta.url)
const SECRET = '19bcd8bfc9812692b9e1cb9f759a09a2'
const QUERIES = 20

let sandbox: Sandbox
let version: Version
let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'attack-'))
  sandbox = await openSandbox({
    pythonDir: fileURLToPath(new URL('../python', import.meta.url)),
    interpreter: process.env.SANDMLE_PYTHON ?? '/usr/bin/python3',
    homeDir: home,
    pool: 2,
  })
  const spec = JSON.parse(readFileSync(SPEC, 'utf8')) as object
  const [domain] = DOMAINS
  if (!domain) throw new Error('there are no domains')
  const { family, id } = domain
  const rows = { train: 200, test: 2000 + FEEDBACK_ROWS, feedback: FEEDBACK_ROWS }
  const made = await makeEnvironment(
    { sandbox, catalogue: await readCatalogue(sandbox) },
    Spec.parse({ ...spec, domain: { family, id }, noise: 2, rows, secret: SECRET }),
  )
  version = made.version
}, 600_000)
afterAll(async () => {
  await sandbox.close()
  await rm(home, { recursive: true, force: true })
})

const lines = (path: string) =>
  decodeText(version.files[path] ?? new Uint8Array())
    .trim()
    .split('\n')
const bytes = (text: readonly string[]) => new TextEncoder().encode(`${text.join('\n')}\n`)

type Scored = { score: number; se: number }
/** Rows that a contract is about: answers, the ids that a submission covers, and what is told of a score. */
type Contract = {
  answer: Uint8Array
  ids: readonly string[]
  part: Part
  rows: number
  told: (of: Scored) => number
}

/** Scores of probabilities for some ids, by the trusted kernel, as a worker has them. */
async function scores(
  { answer, ids }: Contract,
  submissions: readonly number[][],
  part: Part,
): Promise<Scored[]> {
  const header = ['id', ...version.task.submissionColumns].join(',')
  const named = submissions.map((guesses, n) => [
    `q${n}`,
    bytes([header, ...ids.map((name, at) => `${name},${guesses[at]}`)]),
  ])
  const job = evaluateJob(version.task, answer, Object.fromEntries(named), { part, intervals: true })
  const report = ScoreReport.parse(jsonFile(await runJob({ sandbox }, job), 'score.json'))
  return submissions.map((_, n) => ({
    score: report.scores[`q${n}`]?.score ?? Number.NaN,
    se: report.intervals[`q${n}`]?.se ?? 0,
  }))
}

/** The tier on the rows that decide, and what was gained over the share of positives among the training rows. */
async function attack(contract: Contract) {
  const train = lines('agent/train.csv').slice(1)
  const prior = train.filter((line) => line.endsWith(',1')).length / train.length
  const { asked, read } = planDecoding(contract.ids.length, QUERIES, 9, prior)
  const heard = await scores(contract, asked, contract.part)
  const final = read(heard.map(contract.told), contract.rows)
  const flat = new Array<number>(contract.ids.length).fill(prior)
  const [attacked, constant] = await scores(contract, [final, flat], 'reward')
  const tier = tierOf(attacked?.score ?? null, thresholdValues(version.task), version.task.direction)
  return { tier, gain: (constant?.score ?? 0) - (attacked?.score ?? 0) }
}

test('twenty scores of the rows that decide, to five decimals, gain much without a look at a feature', async () => {
  // As answers were before they named the part of a row: all rows decide, and scores of all of them were told.
  const kept = lines('judge/answer.csv').filter((line) => !line.endsWith(',feedback'))
  const cells = kept.map((line) => line.split(',').slice(0, 2))
  const { gain } = await attack({
    answer: bytes(cells.map((row) => row.join(','))),
    ids: cells.slice(1).map(([name = '']) => name),
    part: 'reward',
    rows: cells.length - 1,
    told: ({ score }) => score,
  })
  expect(gain).toBeGreaterThan(0.03)
})

test('the same attack on the contract of a new environment gains nothing', async () => {
  expect(version.task.feedback.kind).toBe('validation-score')
  const { tier, gain } = await attack({
    answer: version.files['judge/answer.csv'] ?? new Uint8Array(),
    ids: lines('agent/test.csv')
      .slice(1)
      .map((line) => line.split(',')[0] ?? ''),
    part: 'feedback',
    rows: FEEDBACK_ROWS,
    told: ({ score, se }) => roundToStep(score, feedbackStep(version.task, se)),
  })
  expect(['below', 'fail']).toContain(tier)
  expect(gain).toBeLessThanOrEqual(0)
})

test('what the statement says is what the service does', () => {
  const statement = lines('agent/description.md').join('\n')
  expect(statement).toContain('You can do this at most 20 times.')
  expect(statement).toContain(`the nearest ${feedbackStep(version.task)}`)
  expect(statement).toContain('only on the other 2,000 rows of `test.csv`')
  expect(lines('agent/test.csv')[0]).not.toMatch(/\bpart\b/)
})
