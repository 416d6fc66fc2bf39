import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
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

const SHORTEST = 400
const LONGEST = 12_000

/** What a statement must tell, so that an agent can start from it alone. */
export function statementProblem(text: string, spec: Spec, facts: DataFacts): string | null {
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
  if (/<[a-z!/]/i.test(text)) return 'The statement holds HTML; plain Markdown is wanted.'
  if (/\]\(|https?:\/\//i.test(text)) return 'The statement holds a link or a picture; none is wanted.'
  return null
}

function readStatement(text: string, spec: Spec, facts: DataFacts): Reading<string> {
  const found = extractBlock(text, 'description.md', { alone: true })
  if (found.kind === 'failure') return { kind: 'problem', message: found.message }
  const statement = `${found.block.code.trim()}\n`
  const problem = statementProblem(statement, spec, facts)
  return problem ? { kind: 'problem', message: problem } : { kind: 'ok', value: statement }
}

/**
 * The technical writer played by a model. Like the engine's writer it is given what the agent's files show, the
 * published hints and nothing of the rule, so that no order in a seed can make it tell the rule.
 */
export async function describeByModel(
  models: RoleModel,
  role: { player: ModelPlayer; prompt: Prompt; repair: number },
  task: { spec: Spec; facts: DataFacts; catalogue: Catalogue },
): Promise<{ kind: 'written'; text: string } | Refusal> {
  const { spec, facts, catalogue } = task
  const { title, stakeholder, entity, modality, metric, target } = spec
  const used = new Set(spec.mechanisms.map(({ id }) => id))
  const hints = catalogue.mechanisms.filter(({ id }) => used.has(id)).map(({ hint }) => `- ${hint}`)
  const columns = spec.columns.map((column) => ({
    ...column,
    ...(column.kind === 'categorical' ? { categories: column.categories.slice(0, 12) } : {}),
  }))
  const { sampleLines, ...seen } = facts
  const talk = await converse(models, {
    ...role,
    role: 'technical-writer',
    schema: null,
    values: {
      story: JSON.stringify({ title, stakeholder, entity, modality, task: spec.task, target }, null, 1),
      columns: JSON.stringify(columns, null, 1),
      facts: JSON.stringify(seen, null, 1),
      sample: sampleLines.join('\n').trim(),
      metric: metricStatement(metric),
      hints: hints.join('\n') || '- none',
    },
    read: async (text) => readStatement(text, spec, facts),
  })
  return talk.kind === 'done' ? { kind: 'written', text: talk.value } : talk
}
