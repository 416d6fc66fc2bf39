import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { extractBlock } from '#lib/domain/extract-json-blocks.ts'
import type { ModelPlayer } from '#lib/domain/player.ts'
import type { RoleModel } from '#lib/domain/ports/role-model.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import type { DataFacts } from '#lib/pipeline/data-facts.ts'
import { metricStatement } from '#lib/pipeline/metric-statement.ts'
import type { Prompt } from '#lib/pipeline/prompts.ts'
import type { Refusal } from '#lib/pipeline/roles/developer.ts'
import { converse, type Reading } from '#lib/pipeline/roles/model/converse.ts'
import { sampleFor, type ToldFacts, toldFacts } from '#lib/pipeline/roles/model/told-facts.ts'

const SHORTEST = 400
const LONGEST = 12_000

/** What a statement must tell, so that an agent can start from it alone. */
export function statementProblem(text: string, spec: Spec, facts: ToldFacts): string | null {
  if (text.length < SHORTEST || text.length > LONGEST)
    return `The statement has ${text.length} characters; ${SHORTEST} to ${LONGEST} are allowed.`
  const names = [
    'train.csv',
    'test.csv',
    'sample_submission.csv',
    spec.target.name,
    ...facts.columns,
    ...facts.submissionColumns,
    ...facts.tables.map(({ file }) => file),
  ]
  const missing = [...new Set(names)].filter((name) => !text.includes(name))
  if (missing.length > 0) return `The statement does not name ${missing.join(', ')}.`
  const { title } = METRIC_FACTS[spec.metric]
  if (!text.toLowerCase().includes(title.toLowerCase()))
    return `The statement does not name the metric, "${title}".`
  if (/^#+\s*feedback/im.test(text))
    return 'The statement has a section on feedback; the installation adds its own, which states the contract.'
  if (/<[a-z!/]/i.test(text)) return 'The statement holds HTML; plain Markdown is wanted.'
  if (/\]\(|https?:\/\//i.test(text)) return 'The statement holds a link or a picture; none is wanted.'
  return null
}

function readStatement(text: string, spec: Spec, facts: ToldFacts): Reading<string> {
  const found = extractBlock(text, 'description.md', { alone: true })
  if (found.kind === 'failure') return { kind: 'problem', message: found.message }
  const statement = `${found.block.code.trim()}\n`
  const problem = statementProblem(statement, spec, facts)
  return problem ? { kind: 'problem', message: problem } : { kind: 'ok', value: statement }
}

/**
 * The technical writer played by a model. Like the engine's writer it is given the published hints and nothing of the
 * rule, so that no order in a seed can make it tell the rule; and of the data names and counts, so that no generator
 * can make it tell a secret.
 */
export async function describeByModel(
  models: RoleModel,
  role: { player: ModelPlayer; prompt: Prompt; repair: number },
  task: { spec: Spec; facts: DataFacts; hints: readonly string[] },
): Promise<{ kind: 'written'; text: string } | Refusal> {
  const { spec, facts, hints } = task
  const { title, stakeholder, entity, modality, metric, target } = spec
  const columns = spec.columns.map((column) => ({
    ...column,
    ...(column.kind === 'categorical' ? { categories: column.categories.slice(0, 12) } : {}),
  }))
  const told = toldFacts(spec, facts)
  const sample = sampleFor(spec, facts)
  const talk = await converse(models, {
    ...role,
    role: 'technical-writer',
    schema: null,
    values: {
      story: JSON.stringify({ title, stakeholder, entity, modality, task: spec.task, target }, null, 1),
      columns: JSON.stringify(columns, null, 1),
      facts: JSON.stringify(told, null, 1),
      sample: sample.told.join('\n'),
      metric: metricStatement(metric),
      hints: hints.map((hint) => `- ${hint}`).join('\n') || '- none',
    },
    read: async (text) => readStatement(text, spec, told),
  })
  return talk.kind === 'done' ? { kind: 'written', text: sample.restore(talk.value) } : talk
}
