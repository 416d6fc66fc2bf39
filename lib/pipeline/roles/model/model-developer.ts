import { Solutions } from '#lib/domain/artefacts/solutions.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { extractBlock } from '#lib/domain/extract-json-blocks.ts'
import type { ModelPlayer } from '#lib/domain/player.ts'
import type { RoleModel } from '#lib/domain/ports/role-model.ts'
import { underPolicy } from '#lib/domain/solution-policy.ts'
import { decodeText, encodeJson } from '#lib/pipeline/canonical.ts'
import { classLabels, readDataFacts } from '#lib/pipeline/data-facts.ts'
import {
  composeGenericJob,
  composeJob,
  GENERATOR_SEED,
  generateJob,
  solutionJob,
} from '#lib/pipeline/engine-jobs.ts'
import type { Prompt } from '#lib/pipeline/prompts.ts'
import { moved, type Refusal } from '#lib/pipeline/roles/developer.ts'
import { converse, type Reading } from '#lib/pipeline/roles/model/converse.ts'
import { failureOf, type JobContext, jsonFile, logTail, runJob } from '#lib/pipeline/run-job.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'

/** The line that the model writes; the installation puts the task's secret there, which no provider sees. */
const SECRET_LINE = /^SECRET = \[0, 0, 0, 0\]$/m
const EXPECTED = [
  'agent/train.csv',
  'agent/test.csv',
  'agent/sample_submission.csv',
  'judge/answer.csv',
  'judge/oracle.csv',
  'judge/latent_train.csv',
  'judge/latent_test.csv',
]
const WRITTEN = [
  {
    block: 'engineered.py',
    path: 'solutions/engineered__features.py',
    tag: 'engineered',
    title: 'Feature work on the raw data',
  },
  {
    block: 'reference.py',
    path: 'solutions/reference__rule.py',
    tag: 'reference',
    title: 'Fit the form of the rule',
  },
] as const

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const problem = (message: string): Reading<never> => ({ kind: 'problem', message })

/** The secret as the engine's generators have it: four 32-bit numbers. */
const numbersOf = (secret: string): number[] =>
  [0, 8, 16, 24].map((at) => Number.parseInt(secret.slice(at, at + 8), 16))

const withSecret = (generator: string, secret: string): string =>
  generator.replace(SECRET_LINE, `SECRET = [${numbersOf(secret).join(', ')}]`)

/** A program that prints its secret, or fails in that line, must not send it to the provider with its log. */
export const withoutSecret = (log: string, secret: string): string =>
  numbersOf(secret).reduce(
    (text, number) => text.replace(new RegExp(`(?<!\\d)${number}(?!\\d)`, 'g'), '0'),
    log.replaceAll(secret, '0'),
  )

/** Runs the generator twice, as the same bytes must come of it; its files, or what is wrong. */
async function tryGenerator(context: JobContext, spec: Spec, source: string): Promise<Reading<FileBytes>> {
  const program = encode(withSecret(source, spec.secret))
  const [first, second] = [
    await runJob(context, generateJob(program, GENERATOR_SEED, 1)),
    await runJob(context, generateJob(program, GENERATOR_SEED, 2)),
  ]
  if (first.status !== 'ok') return problem(`generate.py failed:\n${logTail(first)}`)
  const files = moved(first.files, 'data/', '')
  const missing = EXPECTED.filter((path) => files[path] === undefined)
  if (missing.length > 0) return problem(`generate.py wrote no ${missing.join(', no ')}.`)
  const spare = unexpectedFiles(spec, Object.keys(files))
  if (spare.length > 0)
    return problem(`generate.py wrote files that no task has: ${spare.slice(0, 5).join(', ')}.`)
  const again = moved(second.files, 'data/', '')
  const differing = Object.keys(files).filter(
    (path) => decodeText(files[path] ?? encode('')) !== decodeText(again[path] ?? encode('')),
  )
  if (differing.length > 0)
    return problem(
      `Two runs of generate.py with one seed differ in ${differing.slice(0, 5).join(', ')}. Every random draw must come from SECRET, the seed and a named purpose.`,
    )
  return shapeProblem(spec, files) ?? { kind: 'ok', value: { ...files, 'judge/generate.py': program } }
}

/** Files below DIR that the task's form does not have: nobody looks into them, so nothing may hide there. */
export function unexpectedFiles(
  spec: Pick<Spec, 'columns' | 'modality'>,
  paths: readonly string[],
): string[] {
  const tables = spec.columns.map(({ table }) => `agent/${table}.csv`)
  const picture = (path: string) => spec.modality === 'image' && /^agent\/images\/[0-9a-f]+\.png$/.test(path)
  return paths.filter((path) => !EXPECTED.includes(path) && !tables.includes(path) && !picture(path))
}

/** What the files must agree with: the rows and the target of the plan, and the columns of a submission. */
function shapeProblem(spec: Spec, files: FileBytes): Reading<never> | null {
  const facts = readDataFacts(spec, files)
  if (facts.trainRows < 50 || facts.trainRows > 200)
    return problem(
      `agent/train.csv has ${facts.trainRows} rows; the plan asks for ${spec.rows.train}, 50 to 200 are allowed.`,
    )
  if (facts.testRows !== spec.rows.test)
    return problem(`agent/test.csv has ${facts.testRows} rows; the plan asks for ${spec.rows.test}.`)
  const header =
    decodeText(files['agent/train.csv'] ?? encode(''))
      .split('\n', 1)[0]
      ?.trim()
      .split(',') ?? []
  const planned = spec.columns.filter(({ table }) => table === 'main').map(({ name }) => name)
  const lost = ['id', spec.target.name, ...planned].filter((name) => !header.includes(name))
  if (lost.length > 0) return problem(`agent/train.csv lacks the columns ${lost.join(', ')}.`)
  return null
}

async function trySolutions(
  context: JobContext,
  files: FileBytes,
  sources: Readonly<Record<string, string>>,
): Promise<Reading<never> | null> {
  for (const [block, source] of Object.entries(sources)) {
    const result = await runJob(context, solutionJob(block, encode(source), files, 1))
    if (result.status !== 'ok') return problem(`${block} failed:\n${logTail(result)}`)
    if (!result.files['submission.csv'])
      return problem(
        `${block} wrote no submission.csv: ${result.refused['submission.csv'] ?? 'nothing there'}.`,
      )
  }
  return null
}

async function readPrograms(context: JobContext, spec: Spec, text: string): Promise<Reading<FileBytes>> {
  const sources: Record<string, string> = {}
  for (const name of ['generate.py', 'rule.md', ...WRITTEN.map(({ block }) => block)]) {
    const found = extractBlock(text, name)
    if (found.kind === 'failure') return problem(found.message)
    sources[name] = `${found.block.code.trimEnd()}\n`
  }
  const { 'generate.py': generator = '', 'rule.md': rule = '', ...programs } = sources
  if (!SECRET_LINE.test(generator))
    return problem(
      'generate.py must hold the line `SECRET = [0, 0, 0, 0]` as it stands; the installation fills it.',
    )
  const generated = await tryGenerator(context, spec, generator)
  if (generated.kind === 'problem') return generated
  const failed = await trySolutions(context, generated.value, programs)
  if (failed) return failed
  const written = WRITTEN.map(({ block, path }) => [`judge/${path}`, encode(programs[block] ?? '')] as const)
  return {
    kind: 'ok',
    value: { ...generated.value, 'judge/rule.md': encode(rule), ...Object.fromEntries(written) },
  }
}

/** The solutions that need no rule come from the engine; all of them stand under the product's policy of tiers. */
async function withGenericSolutions(
  context: JobContext,
  spec: Spec,
  files: FileBytes,
): Promise<{ kind: 'built'; files: FileBytes } | Refusal> {
  const composed = await runJob(context, composeGenericJob(encodeJson(spec)))
  if (composed.status !== 'ok')
    return { kind: 'refused', reason: 'cannot-compose', message: failureOf(composed) }
  const listed = Solutions.parse(jsonFile(composed, 'out/solutions.json')).solutions
  const all = [...listed, ...WRITTEN].map(({ path, tag, title }) => underPolicy(path, tag, title))
  const index = { format: 'sandmle-solutions/1', solutions: all }
  const generic = moved(composed.files, 'out/', 'judge/')
  return { kind: 'built', files: { ...generic, ...files, 'judge/solutions.json': encodeJson(index) } }
}

/**
 * The rule in prose: what the developer has to build. The engine's own drawing of the plan gives it its constants. Its
 * headings stand below the question's own, of which it is one section.
 */
async function ruleText(context: JobContext, spec: Spec): Promise<string> {
  const composed = await runJob(context, composeJob(encodeJson(spec)))
  return decodeText(composed.files['out/rule.md'] ?? encode('')).replaceAll(/^#/gm, '###')
}

/** The ML developer played by a model: generator, rule and two solutions, each run before it is taken. */
export async function developByModel(
  context: JobContext,
  models: RoleModel,
  role: { player: ModelPlayer; prompt: Prompt; repair: number },
  spec: Spec,
): Promise<{ kind: 'built'; files: FileBytes } | Refusal> {
  const { secret: _, ...plan } = spec
  const talk = await converse(models, {
    ...role,
    role: 'ml-developer',
    schema: null,
    values: {
      spec: JSON.stringify(plan, null, 1),
      rule: await ruleText(context, spec),
      classes: classLabels(spec)?.join(', ') ?? 'none: the target is a number',
    },
    read: async (text) => {
      const reading = await readPrograms(context, spec, text)
      return reading.kind === 'ok' ? reading : problem(withoutSecret(reading.message, spec.secret))
    },
  })
  if (talk.kind === 'refused') return talk
  return withGenericSolutions(context, spec, talk.value)
}
