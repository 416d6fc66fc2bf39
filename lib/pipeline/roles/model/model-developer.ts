import { Solutions } from '#lib/domain/artefacts/solutions.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { extractBlock } from '#lib/domain/extract-json-blocks.ts'
import type { ModelPlayer } from '#lib/domain/player.ts'
import type { RoleModel } from '#lib/domain/ports/role-model.ts'
import { underPolicy } from '#lib/domain/solution-policy.ts'
import { decodeText, encodeJson } from '#lib/pipeline/canonical.ts'
import { classLabels } from '#lib/pipeline/data-facts.ts'
import { composeGenericJob, composeJob, solutionJob } from '#lib/pipeline/engine-jobs.ts'
import type { Prompt } from '#lib/pipeline/prompts.ts'
import { moved, type Refusal } from '#lib/pipeline/roles/developer.ts'
import { converse, type Reading } from '#lib/pipeline/roles/model/converse.ts'
import { generateTask, tryGenerator } from '#lib/pipeline/roles/model/try-generator.ts'
import { failureOf, type JobContext, jsonFile, logTail, runJob } from '#lib/pipeline/run-job.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'
import { trialSecretOf } from '#lib/pipeline/task-secret.ts'

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

/** The generator as the model wrote it, with nothing in place of the secret, and the files beside it. */
type Programs = { generator: string; beside: FileBytes }

async function readPrograms(context: JobContext, trial: Spec, text: string): Promise<Reading<Programs>> {
  const sources: Record<string, string> = {}
  for (const name of ['generate.py', 'rule.md', ...WRITTEN.map(({ block }) => block)]) {
    const found = extractBlock(text, name)
    if (found.kind === 'failure') return problem(found.message)
    sources[name] = `${found.block.code.trimEnd()}\n`
  }
  const { 'generate.py': generator = '', 'rule.md': rule = '', ...programs } = sources
  const generated = await tryGenerator(context, trial, generator)
  if (generated.kind === 'problem') return generated
  const failed = await trySolutions(context, generated.value, programs)
  if (failed) return failed
  const written = WRITTEN.map(({ block, path }) => [`judge/${path}`, encode(programs[block] ?? '')] as const)
  const beside = { 'judge/rule.md': encode(rule), ...Object.fromEntries(written) }
  return { kind: 'ok', value: { generator, beside } }
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

const UNEQUAL: Refusal = {
  kind: 'refused',
  reason: 'no-usable-answer',
  message: "generate.py holds under a trial secret and not under the task's own",
}

/** The ML developer played by a model: generator, rule and two solutions, each run before it is taken. */
export async function developByModel(
  context: JobContext,
  models: RoleModel,
  role: { player: ModelPlayer; prompt: Prompt; repair: number },
  spec: Spec,
): Promise<{ kind: 'built'; files: FileBytes } | Refusal> {
  const { secret: _, ...plan } = spec
  // All that the model is told comes from this secret, so that nothing of the task's own can be among it.
  const trial: Spec = { ...spec, secret: trialSecretOf(plan) }
  const talk = await converse(models, {
    ...role,
    role: 'ml-developer',
    schema: null,
    values: {
      spec: JSON.stringify(plan, null, 1),
      rule: await ruleText(context, trial),
      classes: classLabels(spec)?.join(', ') ?? 'none: the target is a number',
    },
    read: (text) => readPrograms(context, trial, text),
  })
  if (talk.kind === 'refused') return talk
  const { generator, beside } = talk.value
  const made = await generateTask(context, spec, generator)
  return made === null ? UNEQUAL : withGenericSolutions(context, spec, { ...made, ...beside })
}
