import { z } from 'zod'
import type { Catalogue, MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import { actsAsTold, causedIn, causesOf } from '#lib/domain/artefacts/causes.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { Prose } from '#lib/domain/artefacts/prose.ts'
import { proseOf, USUAL_WORDS } from '#lib/domain/artefacts/prose-of.ts'
import { Spec, SpecMechanism } from '#lib/domain/artefacts/spec.ts'
import { withoutOpen } from '#lib/domain/artefacts/told-dna.ts'
import { controlLine } from '#lib/domain/control-words.ts'
import { hasControls, leftControls, leftDifficulty, type RunControls } from '#lib/domain/controls.ts'
import { extractJson } from '#lib/domain/extract-json.ts'
import { FEEDBACK_ROWS, leastRewardRows, rewardRowsOf } from '#lib/domain/feedback.ts'
import { LIKENESS_FACTS, type Likeness, strayed } from '#lib/domain/likeness.ts'
import type { ModelPlayer } from '#lib/domain/player.ts'
import type { RoleModel } from '#lib/domain/ports/role-model.ts'
import type { RejectionReason } from '#lib/domain/rejection.ts'
import { findDomain } from '#lib/domain/spec-check.ts'
import { isMedia, METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import { encodeJson, hashOf } from '#lib/pipeline/canonical.ts'
import { composeJob } from '#lib/pipeline/engine-jobs.ts'
import { fenced, type Prompt } from '#lib/pipeline/prompts.ts'
import type { Refusal } from '#lib/pipeline/roles/developer.ts'
import { converse, type Reading } from '#lib/pipeline/roles/model/converse.ts'
import { type JobContext, logTail, runJob } from '#lib/pipeline/run-job.ts'
import { choosePicture } from '#lib/pipeline/strategy/choose-picture.ts'
import { chooseSound } from '#lib/pipeline/strategy/choose-sound.ts'
import { stream } from '#lib/pipeline/stream.ts'
import { trialSecretOf } from '#lib/pipeline/task-secret.ts'

/**
 * What a model decides: all of a spec but its format, the form of its pictures and sounds, which seed and world give, the
 * crossings of its classes, which are the world's, and the secret, which never leaves the installation.
 */
export const SpecDraft = Spec.omit({ format: true, secret: true, picture: true, sound: true }).extend({
  /** Rows that train and rows that decide the reward; those for feedback are the installation's to add. */
  rows: Spec.shape.rows.omit({ feedback: true }),
  mechanisms: z
    .array(SpecMechanism.omit({ crossings: true }))
    .min(1)
    .max(4),
})
type SpecDraft = z.infer<typeof SpecDraft>

export type StrategistBrief = {
  dna: Dna
  /** The seed's statement: a stranger's text. */
  seedText: string
  catalogue: Catalogue
  domains: readonly Domain[]
  ordinal: number
  likeness: Likeness
  /** What else the run asks for. */
  controls?: RunControls
  secret: string
  /** Refused attempts of this candidate, oldest first, with the plan that was refused. */
  refused: readonly { reason: RejectionReason; message: string; spec: Spec | null }[]
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
    roles: roles.map(({ name, kind, table, positive, levels, meanings, divides }) => ({
      ...{ name, kind, table, positive, levels, meanings, divides },
    })),
    knobs: knobs.map(({ name, levels, default: usual }) => ({ name, levels, default: usual })),
  })

const metricLines = (catalogue: Catalogue): string =>
  catalogue.metrics.map((metric) => `${metric}: ${METRIC_FACTS[metric].tasks.join(', ')}`).join('\n')

/**
 * Reasons whose message is the output of programs that ran under the task's own secret, and what is said instead.
 * The other messages are our own sentences about scores and seconds.
 */
const UNTOLD: Partial<Record<RejectionReason, string>> = {
  shortcut: 'The data give the target away by a shortcut that needs no learning.',
  'cannot-compose': 'The engine could not compose the plan.',
  broken: 'The programs of the task failed.',
  'no-usable-answer': 'No usable answer came.',
}
const toldOf = ({ reason, message }: StrategistBrief['refused'][number]): string => UNTOLD[reason] ?? message

function refusals(refused: StrategistBrief['refused']): string {
  if (refused.length === 0) return 'This is the first attempt.'
  const told = refused.map((one, at) => `${at + 1}. ${one.reason}: ${toldOf(one)}`).join('\n')
  const last = refused.at(-1)?.spec
  if (!last) return told
  const { secret: _, format: __, picture: ___, sound: ____, ...whole } = last
  const mechanisms = last.mechanisms.map(({ crossings: _____, ...one }) => one)
  const draft = { ...whole, mechanisms, rows: { train: last.rows.train, test: rewardRowsOf(last.rows) } }
  return `${told}\n\nThe last plan:\n\n\`\`\`json\n${JSON.stringify(draft, null, 1)}\n\`\`\`\n\nChange as little of it as answers the last reason.`
}

/** What the run asks for beside likeness, as a prompt of any version tells it. */
const askedOf = (controls: RunControls): string =>
  hasControls(controls)
    ? `\n\nThe run asks for this too, whatever else is said of it: ${controlLine(controls)}. Test rows are those that decide the result and ${FEEDBACK_ROWS} more, which the installation adds.`
    : ''

/** A picture or a sound of a world tells something of some of its targets alone. */
function causeProblem(
  draft: SpecDraft,
  { domains, catalogue }: Pick<StrategistBrief, 'domains' | 'catalogue'>,
): string | null {
  const own = findDomain(domains, draft)
  if (own === undefined || !isMedia(draft.modality)) return null
  const isCauseless = (meta: MechanismMeta, domain: Domain) =>
    causesOf(meta, causedIn(draft.task, domain))?.length === 0
  for (const meta of catalogue.mechanisms) {
    if (!draft.mechanisms.some(({ id }) => id === meta.id) || !isCauseless(meta, own)) continue
    const others = domains.filter((domain) => !isCauseless(meta, domain))
    if (others.length > 0)
      return `mechanisms: in ${own.id}, ${meta.id} says nothing of ${own.targets[draft.task].name}. Choose another mechanism or task, or one of these domains: ${others.map(({ family, id }) => `${family}/${id}`).join(', ')}.`
  }
  return null
}

function planProblem(
  draft: SpecDraft,
  { dna, domains, catalogue, likeness, controls = {}, refused }: StrategistBrief,
): string | null {
  const { domain } = draft
  if (!domains.some(({ id, family }) => id === domain.id && family === domain.family))
    return `domain: ${domain.family}/${domain.id} is not in the list.`
  if (domain.family === dna.family) return `domain: a descendant leaves the seed's family ${dna.family}.`
  const left = likeness === 'faithful' ? strayed(withoutOpen(dna), draft) : []
  if (left.length > 0) return `The run asks for faithful tasks, and this plan has ${left.join(', ')}.`
  const rows = { train: draft.rows.train, test: draft.rows.test + FEEDBACK_ROWS }
  const harder = refused.length === 0 ? leftDifficulty(controls, draft) : null
  const strange = [...leftControls(controls, { ...draft, rows }), ...(harder === null ? [] : [harder])]
  if (strange.length > 0)
    return `This plan has ${strange.join(', ')}, which the run does not permit. The run asks for: ${controlLine(controls)}.`
  const least = leastRewardRows(draft.metric)
  if (draft.rows.test < least)
    return `rows.test: with ${draft.metric} at least ${least} hidden test rows are needed.`
  const known = new Set(
    [...catalogue.mechanisms, ...(draft.inventions ?? []).map(({ meta }) => meta)].map(({ id }) => id),
  )
  const unknown = draft.mechanisms.find(({ id }) => !known.has(id))
  if (unknown) return `mechanisms: ${unknown.id} is neither in the catalogue nor among the inventions.`
  return causeProblem(draft, { domains, catalogue })
}

/** The form of the pictures or sounds that a plan will have. */
function filesFor(draft: SpecDraft, { dna, domains, ordinal, likeness }: StrategistBrief) {
  const domain = findDomain(domains, draft)
  if (domain === undefined) return {}
  const draw = (field: string) => stream('picture', ordinal, field)
  const change = { draw, keep: LIKENESS_FACTS[likeness] }
  if (draft.modality === 'image')
    return { picture: { ...choosePicture(dna, draft.rows, change), ground: domain.ground } }
  if (draft.modality === 'audio' && domain.sound)
    return { sound: { ...chooseSound(dna, draft.rows, change), site: domain.sound.site } }
  return {}
}

/** Rules of pictures and sounds act as their world says, which no prompt tells. */
function asWorldSays({ mechanisms, ...draft }: SpecDraft, domains: readonly Domain[]): Spec['mechanisms'] {
  const domain = isMedia(draft.modality) ? findDomain(domains, draft) : undefined
  if (domain === undefined) return mechanisms
  return mechanisms.map(({ reads: _, ...one }) => ({
    ...one,
    ...actsAsTold(one, draft, domain),
  }))
}

/** What the texts of a plan speak of where the model left it to its world. */
function worldProse(draft: SpecDraft, { domains, ordinal }: StrategistBrief): Prose | null {
  const domain = draft.modality === 'text' ? findDomain(domains, draft) : undefined
  return domain === undefined ? null : proseOf(domain, draft.task, { form: ordinal, words: USUAL_WORDS })
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
  const { train, test } = parsed.data.rows
  const rows = { train, test: test + FEEDBACK_ROWS, feedback: FEEDBACK_ROWS }
  const picture = filesFor(parsed.data, brief)
  const prose = parsed.data.prose ?? worldProse(parsed.data, brief)
  const mechanisms = asWorldSays(parsed.data, brief.domains)
  const shown = { ...picture, mechanisms, ...(prose && { prose }) }
  const specUnder = (secret: string) =>
    Spec.safeParse({ ...parsed.data, ...shown, rows, format: 'sandmle-spec/1', secret })
  // An invention's code runs here and sees the whole spec: what it says goes to the provider.
  const trial = specUnder(trialSecretOf(parsed.data))
  if (!trial.success) return { kind: 'problem', message: z.prettifyError(trial.error) }
  const composed = await runJob(context, composeJob(encodeJson(trial.data)))
  if (composed.status === 'ok')
    return { kind: 'ok', value: Spec.parse({ ...trial.data, secret: secretOf(brief) }) }
  return { kind: 'problem', message: `The engine could not compose the plan:\n${logTail(composed)}` }
}

/** The data strategist played by a model: its plan is a spec like the engine's, tried by composing it. */
export async function planByModel(
  context: JobContext,
  models: RoleModel,
  role: { player: ModelPlayer; prompt: Prompt; repair: number },
  brief: StrategistBrief,
): Promise<Spec | Refusal> {
  const { dna, catalogue, domains, ordinal, likeness, controls = {} } = brief
  const talk = await converse(models, {
    ...role,
    role: 'data-strategist',
    schema: { name: 'spec', schema: z.toJSONSchema(SpecDraft, { io: 'input' }) },
    values: {
      dna: JSON.stringify(withoutOpen(dna), null, 1),
      seed: fenced('seed task', brief.seedText.slice(0, SEED_LIMIT)),
      mechanisms: catalogue.mechanisms.map(mechanismLine).join('\n'),
      metrics: metricLines(catalogue),
      domains: domains.map(({ family, id, title }) => `${family}/${id}: ${title}`).join('\n'),
      ordinal: String(ordinal + 1),
      likeness: `${LIKENESS_FACTS[likeness].title}: the task ${LIKENESS_FACTS[likeness].meaning}.${askedOf(controls)}`,
      refused: refusals(brief.refused),
    },
    read: (text) => readPlan(context, brief, text),
  })
  return talk.kind === 'done' ? talk.value : talk
}
