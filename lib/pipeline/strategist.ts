import type { Catalogue, MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { Prose } from '#lib/domain/artefacts/prose.ts'
import { proseOf, USUAL_WORDS } from '#lib/domain/artefacts/prose-of.ts'
import { Spec } from '#lib/domain/artefacts/spec.ts'
import { LIKENESS_FACTS, type Likeness } from '#lib/domain/likeness.ts'
import type { RejectionReason } from '#lib/domain/rejection.ts'
import { titleForms } from '#lib/domain/titles.ts'
import type { Modality, TaskType } from '#lib/domain/vocabulary.ts'
import { type Binding, bindColumns } from '#lib/pipeline/strategy/bind-columns.ts'
import { chooseMechanisms, modalitiesOf, tasksOf } from '#lib/pipeline/strategy/choose-mechanisms.ts'
import * as mutate from '#lib/pipeline/strategy/mutate.ts'
import { turnKnobs } from '#lib/pipeline/strategy/repair.ts'
import { stream } from '#lib/pipeline/stream.ts'

export type Situation = {
  runSeed: number
  ordinal: number
  /** How close the plan stays to the seed. */
  likeness: Likeness
  /** 128 bits, hex; keys every stream of the task's data. */
  secret: string
  /** Why earlier attempts of this candidate were refused, oldest first. */
  reasons: readonly RejectionReason[]
}

type Target = Spec['target']

function chooseTarget(dna: Dna, domain: Domain, task: TaskType, change: mutate.Change): Target {
  const { binary, multiclass, ordinal, regression } = domain.targets
  switch (task) {
    case 'binary':
      return { name: binary.name, unit: null, classes: [...binary.classes] }
    case 'multiclass': {
      const count = mutate.chooseClassCount(dna, [3, multiclass.classes.length], change)
      return { name: multiclass.name, unit: null, classes: multiclass.classes.slice(0, count) }
    }
    case 'ordinal': {
      const count = mutate.chooseClassCount(dna, [4, 6], change)
      return {
        name: ordinal.name,
        unit: null,
        classes: Array.from({ length: count }, (_, grade) => String(grade)),
      }
    }
    case 'regression':
      return { name: regression.name, unit: regression.unit, classes: null }
  }
}

/**
 * Any family but the seed's own: a descendant shares structure with its seed, never the story. A run shuffles the
 * worlds once and deals them in turn, so that its candidates rarely meet in one.
 */
function chooseDomain(
  dna: Dna,
  domains: readonly Domain[],
  { runSeed, ordinal }: Situation,
  redraws: number,
): Domain {
  const dealt = stream(runSeed, 'domains').shuffle(domains)
  const from = (ordinal + redraws * 7) % dealt.length
  const inTurn = [...dealt.slice(from), ...dealt.slice(0, from)]
  const domain = inTurn.find(({ family }) => family !== dna.family) ?? inTurn[0]
  if (domain === undefined) throw new Error('there are no domains')
  return domain
}

/** Fewer words than the least tell no rule; more than the most are read by nobody. */
const TEXT_WORDS = [5, 80] as const

/** Categories of a world have fewer levels than this: a column of more is a group that rows belong to. */
const MANY_LEVELS = 8

function wishOf(dna: Dna, modality: Modality, change: mutate.Change) {
  const wide = modality === 'image' || modality === 'text' ? 2 : 9
  const faithful = mutate.isFaithful(change)
  const fewest = wide === 2 ? 0 : faithful ? 2 : 4
  const width = (count: number, limits: readonly [number, number], field: string) =>
    Math.round(mutate.moveNumber(count, limits, 1.6, mutate.amount(change, field)))
  return {
    missingRate: mutate.chooseMissingRate(dna, modality, change),
    cardinality: width(dna.cardinality, [3, 24], 'cardinality'),
    days: change.draw('days').pick([120, 180, 240, 365]),
    numeric: width(dna.columnTypes.numeric, [fewest, wide], 'numeric-columns'),
    categorical: width(dna.columnTypes.categorical, [fewest > 2 ? 1 : 0, 3], 'categorical-columns'),
    groups: faithful && (dna.groups || (modality !== 'text' && dna.cardinality > MANY_LEVELS)),
    dates: faithful && dna.time,
    spreadMissing: faithful,
  }
}

/** Words of one of the world's forms of texts; those of a text seed are as long as its own, as far as a rule allows. */
function chooseProse(dna: Dna, domain: Domain, task: TaskType, change: mutate.Change): Prose {
  const own = dna.modality === 'text' ? dna.structure?.text?.words : undefined
  const words = mutate.moveNumber(own ?? USUAL_WORDS, TEXT_WORDS, 1.5, mutate.amount(change, 'text-words'))
  const form = change.draw('text-form').below(domain.words.forms.length)
  return proseOf(domain, task, { form, words: Math.round(words) })
}

/** How often a knob stands where its mechanism has it; else it leans to the seed's difficulty. */
const USUAL_LEVEL = 0.6

function settle(
  metas: readonly MechanismMeta[],
  binding: Binding,
  dna: Dna,
  draw: mutate.Draw,
): Spec['mechanisms'] {
  return metas.map((meta, index) => {
    const knobs = meta.knobs.map((knob) => {
      const lean = dna.difficulty - 1
      const level = draw(`knob/${meta.id}/${knob.name}`).chance(USUAL_LEVEL)
        ? knob.default
        : knob.default + lean
      return [knob.name, Math.min(knob.levels - 1, Math.max(0, level))] as const
    })
    const weight = index === 0 ? 1 : Math.round(draw(`weight/${meta.id}`).between(0.6, 1) * 100) / 100
    return { id: meta.id, weight, columns: binding.roles[index] ?? {}, knobs: Object.fromEntries(knobs) }
  })
}

/**
 * The forms of titles are dealt in turn, like the worlds, and there is one number of them that does not divide the
 * distances at which worlds come back: candidates of a run that ask the same in one world do not share a title.
 */
function chooseTitle(forms: readonly (readonly string[])[], { runSeed, ordinal }: Situation): string {
  const from = (stream(runSeed, 'title-form').below(forms.length) + ordinal) % forms.length
  const titles = [...forms.slice(from), ...forms.slice(0, from)].find((form) => form.length > 0) ?? []
  return stream(runSeed, ordinal, 'title').pick(titles)
}

/** Plans a task from a seed's structure, before any attempt at it was refused. */
function plan(dna: Dna, catalogue: Catalogue, domains: readonly Domain[], situation: Situation): Spec {
  // A plan that the engine cannot compose is drawn anew as a whole: no single knob would help.
  const redraws = situation.reasons.filter((reason) => reason === 'cannot-compose').length
  const draw: mutate.Draw = (field) => stream(situation.runSeed, situation.ordinal, field, redraws)
  const change = { draw, keep: LIKENESS_FACTS[situation.likeness] }
  const modality = mutate.chooseModality(dna, modalitiesOf(catalogue), change)
  const task = mutate.chooseTask(dna, tasksOf(catalogue, modality), change)
  const metric = mutate.chooseMetric(dna, task, catalogue.metrics, change)
  const domain = chooseDomain(dna, domains, situation, redraws)
  const metas = chooseMechanisms(dna, catalogue, { modality, task, domain }, change)
  const wish = wishOf(dna, modality, change)
  const binding = bindColumns(metas, domain, wish, draw)
  const target = chooseTarget(dna, domain, task, change)
  const prose = modality === 'text' ? chooseProse(dna, domain, task, change) : undefined
  const tables = new Set(binding.columns.map((column) => column.table).filter((table) => table !== 'main'))
  return Spec.parse({
    format: 'sandmle-spec/1',
    title: chooseTitle(
      titleForms({ task, target, modality, prose, columns: binding.columns }, domain),
      situation,
    ),
    stakeholder: domain.stakeholder,
    domain: { family: domain.family, id: domain.id },
    entity: domain.entity,
    modality,
    task,
    metric,
    target,
    rows: {
      train: mutate.chooseTrainRows(dna, change),
      ...mutate.chooseTestRows(dna, modality, metric, change),
    },
    columns: binding.columns,
    mechanisms: settle(metas, binding, dna, draw),
    ...(prose && { prose }),
    joinDepth: Math.min(2, tables.size),
    missingRate: wish.missingRate,
    imbalance: mutate.chooseImbalance(dna, task, change),
    noise: mutate.chooseNoise(dna, change),
    style: {
      rounding: draw('rounding').below(3) + 1,
      correlatedDistractors: draw('correlated').pick([0.2, 0.4, 0.6]),
    },
    secret: situation.secret,
  })
}

/**
 * The built-in data strategist: a spec from a seed's DNA. Pure and deterministic: every field draws from its own
 * stream, keyed by run seed, ordinal and field; each refused attempt turns one knob of the first plan.
 */
export function strategise(
  dna: Dna,
  catalogue: Catalogue,
  domains: readonly Domain[],
  situation: Situation,
): Spec {
  const sinceRedraw = situation.reasons.slice(situation.reasons.lastIndexOf('cannot-compose') + 1)
  return Spec.parse(turnKnobs(plan(dna, catalogue, domains, situation), catalogue, sinceRedraw))
}
