import { z } from 'zod'
import type { Catalogue, MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import { Spec } from '#lib/domain/artefacts/spec.ts'
import { extractJson } from '#lib/domain/extract-json.ts'
import type { ModelPlayer } from '#lib/domain/player.ts'
import type { RoleModel } from '#lib/domain/ports/role-model.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import { encodeJson, hashOf } from '#lib/pipeline/canonical.ts'
import type { Domain } from '#lib/pipeline/domain-record.ts'
import { composeJob } from '#lib/pipeline/engine-jobs.ts'
import { fenced, type Prompt } from '#lib/pipeline/prompts.ts'
import type { Refusal } from '#lib/pipeline/roles/developer.ts'
import { converse, type Reading } from '#lib/pipeline/roles/model/converse.ts'
import { type JobContext, logTail, runJob } from '#lib/pipeline/run-job.ts'

/** What a model decides: all of a spec but its format and the secret, which never leaves the installation. */
export const SpecDraft = Spec.omit({ format: true, secret: true })
type SpecDraft = z.infer<typeof SpecDraft>

export type StrategistBrief = {
  dna: Dna
  /** The seed's statement: a stranger's text. */
  seedText: string
  catalogue: Catalogue
  domains: readonly Domain[]
  ordinal: number
  secret: string
  /** Refused attempts of this candidate, oldest first, with the plan that was refused. */
  refused: readonly { reason: string; message: string; spec: Spec | null }[]
}

const SEED_LIMIT = 8_000

const mechanismLine = ({
  id,
  title,
  modality,
  tasks,
  roles,
  knobs,
  hint,
  combinable,
}: MechanismMeta): string =>
  JSON.stringify({
    id,
    title,
    modality,
    tasks,
    combinable,
    hint,
    roles: roles.map(({ name, kind, table, positive, levels }) => ({ name, kind, table, positive, levels })),
    knobs: knobs.map(({ name, levels, default: usual }) => ({ name, levels, default: usual })),
  })

const metricLines = (catalogue: Catalogue): string =>
  catalogue.metrics.map((metric) => `${metric}: ${METRIC_FACTS[metric].tasks.join(', ')}`).join('\n')

function refusals(refused: StrategistBrief['refused']): string {
  if (refused.length === 0) return 'This is the first attempt.'
  const told = refused.map(({ reason, message }, at) => `${at + 1}. ${reason}: ${message}`).join('\n')
  const last = refused.at(-1)?.spec
  if (!last) return told
  const { secret: _, format: __, ...draft } = last
  return `${told}\n\nThe last plan:\n\n\`\`\`json\n${JSON.stringify(draft, null, 1)}\n\`\`\`\n\nChange as little of it as answers the last reason.`
}

/** Tests that hidden scores can be told apart need more rows where the metric is a probability's. */
const leastTestRows = ({ metric }: SpecDraft): number =>
  metric === 'auc' || metric === 'log-loss' || metric === 'multi-log-loss' ? 2000 : 1000

function planProblem(draft: SpecDraft, { dna, domains, catalogue }: StrategistBrief): string | null {
  const { domain } = draft
  if (!domains.some(({ id, family }) => id === domain.id && family === domain.family))
    return `domain: ${domain.family}/${domain.id} is not in the list.`
  if (domain.family === dna.family) return `domain: a descendant leaves the seed's family ${dna.family}.`
  const least = leastTestRows(draft)
  if (draft.rows.test < least && draft.modality !== 'image')
    return `rows.test: with ${draft.metric} at least ${least} hidden test rows are needed.`
  const known = new Set(
    [...catalogue.mechanisms, ...(draft.inventions ?? []).map(({ meta }) => meta)].map(({ id }) => id),
  )
  const unknown = draft.mechanisms.find(({ id }) => !known.has(id))
  return unknown ? `mechanisms: ${unknown.id} is neither in the catalogue nor among the inventions.` : null
}

/** A fresh secret for every attempt, all from the one that the run's place gives. */
const secretOf = ({ secret, refused }: StrategistBrief): string =>
  refused.length === 0 ? secret : hashOf(new TextEncoder().encode(`${secret}/${refused.length}`)).slice(0, 32)

async function readPlan(context: JobContext, brief: StrategistBrief, text: string): Promise<Reading<Spec>> {
  const found = extractJson(text, (value) => SpecDraft.safeParse(value).success)
  if (found.kind === 'failure') return { kind: 'problem', message: found.message }
  const parsed = SpecDraft.safeParse(found.value)
  if (!parsed.success) return { kind: 'problem', message: z.prettifyError(parsed.error) }
  const problem = planProblem(parsed.data, brief)
  if (problem) return { kind: 'problem', message: problem }
  const spec = Spec.parse({ ...parsed.data, format: 'sandmle-spec/1', secret: secretOf(brief) })
  const composed = await runJob(context, composeJob(encodeJson(spec)))
  if (composed.status === 'ok') return { kind: 'ok', value: spec }
  return { kind: 'problem', message: `The engine could not compose the plan:\n${logTail(composed)}` }
}

/** The data strategist played by a model: its plan is a spec like the engine's, tried by composing it. */
export async function planByModel(
  context: JobContext,
  models: RoleModel,
  role: { player: ModelPlayer; prompt: Prompt; repair: number },
  brief: StrategistBrief,
): Promise<Spec | Refusal> {
  const { dna, catalogue, domains, ordinal } = brief
  const talk = await converse(models, {
    ...role,
    role: 'data-strategist',
    schema: { name: 'spec', schema: z.toJSONSchema(SpecDraft, { io: 'input' }) },
    values: {
      dna: JSON.stringify(dna, null, 1),
      seed: fenced('seed task', brief.seedText.slice(0, SEED_LIMIT)),
      mechanisms: catalogue.mechanisms.map(mechanismLine).join('\n'),
      metrics: metricLines(catalogue),
      domains: domains.map(({ family, id, title }) => `${family}/${id}: ${title}`).join('\n'),
      ordinal: String(ordinal + 1),
      refused: refusals(brief.refused),
    },
    read: (text) => readPlan(context, brief, text),
  })
  return talk.kind === 'done' ? talk.value : talk
}
