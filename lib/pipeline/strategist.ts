import { canPlay } from '#lib/domain/artefacts/assign-columns.ts'
import { authorSense } from '#lib/domain/artefacts/author-sense.ts'
import { AUTHOR, authorTarget, INITIALS } from '#lib/domain/artefacts/author-target.ts'
import type { Catalogue, MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import { actsAsTold } from '#lib/domain/artefacts/causes.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { firstYear } from '#lib/domain/artefacts/first-day.ts'
import { lastingOf } from '#lib/domain/artefacts/lasting-of.ts'
import type { Prose } from '#lib/domain/artefacts/prose.ts'
import { proseOf, USUAL_WORDS } from '#lib/domain/artefacts/prose-of.ts'
import { seenIn } from '#lib/domain/artefacts/seen-in.ts'
import { Spec } from '#lib/domain/artefacts/spec.ts'
import { gapsByOf, linksOf, sensesOf } from '#lib/domain/artefacts/world-sense.ts'
import { worldTarget } from '#lib/domain/artefacts/world-target.ts'
import { levelOf, type RunControls, testRowsWithin } from '#lib/domain/controls.ts'
import { LIKENESS_FACTS, type Likeness } from '#lib/domain/likeness.ts'
import type { RejectionReason } from '#lib/domain/rejection.ts'
import { titlesOf } from '#lib/domain/titles.ts'
import { isMedia, METRIC_FACTS, type Metric, type Modality, type TaskType } from '#lib/domain/vocabulary.ts'
import { type Binding, bindColumns } from '#lib/pipeline/strategy/bind-columns.ts'
import { causedTasks, causedWorlds } from '#lib/pipeline/strategy/caused-worlds.ts'
import { chooseBeside, ordinaryBeside } from '#lib/pipeline/strategy/choose-beside.ts'
import { chooseForm } from '#lib/pipeline/strategy/choose-form.ts'
import {
  chooseMechanisms,
  modalitiesOf,
  supports,
  tasksOf,
} from '#lib/pipeline/strategy/choose-mechanisms.ts'
import { chooseOrdinary } from '#lib/pipeline/strategy/choose-ordinary.ts'
import { choosePicture } from '#lib/pipeline/strategy/choose-picture.ts'
import { chooseSound } from '#lib/pipeline/strategy/choose-sound.ts'
import * as mutate from '#lib/pipeline/strategy/mutate.ts'
import { turnKnobs } from '#lib/pipeline/strategy/repair.ts'
import { stream } from '#lib/pipeline/stream.ts'

export type Situation = {
  runSeed: number
  ordinal: number
  /** How close the plan stays to the seed. */
  likeness: Likeness
  /** What else the run asks for. */
  controls?: RunControls
  /** 128 bits, hex; keys every stream of the task's data. */
  secret: string
  /** Why earlier attempts of this candidate were refused, oldest first. */
  reasons: readonly RejectionReason[]
}

function chooseTarget(
  dna: Dna,
  domain: Domain,
  { task, metric, metas }: { task: TaskType; metric: Metric; metas: readonly MechanismMeta[] },
  change: mutate.Change,
): Spec['target'] {
  const all = domain.targets.multiclass.classes.length
  const limits: Partial<Record<TaskType, readonly [number, number]>> = {
    // A story names its classes: only a faithful plan leaves some out, to have as many as its seed.
    multiclass: [mutate.isFaithful(change) ? 3 : all, all],
    ordinal: [4, 6],
  }
  if (metas.some(({ target }) => target === AUTHOR)) {
    const authors = task === 'binary' ? 2 : mutate.chooseClassCount(dna, [3, 5], change)
    return authorTarget(change.draw('authors').shuffle(INITIALS).slice(0, authors).sort())
  }
  const within = limits[task]
  const target = worldTarget(
    domain,
    task,
    within === undefined ? 0 : mutate.chooseClassCount(dna, within, change),
  )
  return task === 'regression'
    ? { ...target, ...chooseForm(dna, domain.targets.regression, metric, change) }
    : target
}

/** How far a plan goes on in the deal each time that it is drawn again: to worlds that its neighbours do not meet. */
const DRAWN_AGAIN = [0, 11, 13, 10, 14, 7, 17]

/** Worlds that stand a multiple of this apart in the deal meet the same forms of titles. */
const SAME_FORMS = 3

/**
 * Any family but the seed's own: a descendant shares structure with its seed, never the story. A run shuffles the
 * worlds once and deals them in turn, so that its candidates rarely meet in one; for a world in which none of the
 * mechanisms makes sense, the search begins half the deal away, as those next in line are the next candidates'.
 */
function chooseDomain(
  dna: Dna,
  domains: readonly Domain[],
  { metas, metric }: { metas: readonly MechanismMeta[]; metric: Metric },
  { runSeed, ordinal }: Situation,
  redraws: number,
): Domain {
  const dealt = stream(runSeed, 'domains').shuffle(domains)
  const from = (ordinal + (DRAWN_AGAIN[redraws % DRAWN_AGAIN.length] ?? 0)) % dealt.length
  const inTurn = [...[...dealt.slice(from), ...dealt.slice(0, from)].entries()]
  let apt: Domain | undefined
  let other: Domain | undefined
  let playable: Domain | undefined
  const half = dealt.length / 2
  const fromFar = inTurn.slice(1).sort(([one], [other]) => Math.abs(one - half) - Math.abs(other - half))
  for (const [away, domain] of [...inTurn.slice(0, 1), ...fromFar]) {
    if (!metas.some((meta) => canPlay([meta], domain))) continue
    playable ??= domain
    if (domain.family === dna.family) continue
    other ??= domain
    // No logarithm measures a target that falls below zero.
    if (METRIC_FACTS[metric].logs === true && domain.targets.regression.range[0] < 0) continue
    apt ??= domain
    if (away === 0 || away % SAME_FORMS !== 0) return domain
  }
  const domain = apt ?? other ?? playable
  if (domain === undefined) throw new Error('there is no domain for these mechanisms')
  return domain
}

/**
 * Fewer words than the least tell no rule, and below LEAST_TOLD no sentence holds a judgement: such texts are key words,
 * which only a plan writes that is to be like its seed. More than the most are read by nobody.
 */
const [LEAST_WORDS, LEAST_TOLD, MOST_WORDS] = [5, 20, 80]

/** Categories of a world have fewer levels than this: a column of more is a group that rows belong to. */
const MANY_LEVELS = 8

/** A group needs a few training rows, or nothing can be learned of it. */
const ROWS_PER_GROUP = 5

/**
 * How often rows tell which of the world's things they are about, and when, where no seed says so: the same path is
 * surveyed again and again. A series has both anyway, and the histories of a join end on one day.
 */
const [TOLD_APART, DATED] = [0.65, 0.5]
const returning = (modality: Modality, draw: mutate.Draw) => ({
  groups: modality !== 'series' && draw('groups').chance(TOLD_APART) && ('where-free' as const),
  dates: modality !== 'series' && modality !== 'join' && draw('dates').chance(DATED),
})

function wishOf(
  dna: Dna,
  { modality, domain }: { modality: Modality; domain: Domain },
  trainRows: number,
  change: mutate.Change,
) {
  const faithful = mutate.isFaithful(change)
  const fewest = faithful ? 2 : 4
  const width = (count: number, limits: readonly [number, number], field: string) =>
    Math.round(mutate.moveNumber(count, limits, 1.6, mutate.amount(change, field)))
  return {
    missingRate: mutate.chooseMissingRate(dna, modality, change),
    cardinality: width(
      dna.cardinality,
      [3, faithful ? 24 : Math.min(24, Math.floor(trainRows / ROWS_PER_GROUP))],
      'cardinality',
    ),
    days: change.draw('days').pick([120, 180, 240, 365]),
    year: firstYear(modality, domain, change.draw('year').below),
    ...(isMedia(modality)
      ? chooseBeside(dna, change)
      : {
          numeric: width(dna.columnTypes.numeric, [fewest, 9], 'numeric-columns'),
          categorical: width(dna.columnTypes.categorical, [faithful ? 0 : 1, 3], 'categorical-columns'),
        }),
    ...(faithful
      ? {
          groups: dna.groups || (modality !== 'text' && dna.cardinality > MANY_LEVELS),
          dates: dna.time,
        }
      : returning(modality, change.draw)),
    spreadMissing: faithful,
  }
}

/** Words of one of the world's forms of texts; those of a text seed are as long as its own, as far as a rule allows. */
function chooseProse(dna: Dna, domain: Domain, task: TaskType, change: mutate.Change): Prose {
  const own = dna.modality === 'text' ? dna.structure?.text?.words : undefined
  const least = mutate.isFaithful(change) ? LEAST_WORDS : LEAST_TOLD
  const words = mutate.moveNumber(
    own ?? USUAL_WORDS,
    [least, MOST_WORDS],
    1.5,
    mutate.amount(change, 'text-words'),
  )
  const form = change.draw('text-form').below(domain.words.forms.length)
  return proseOf(domain, task, { form, words: Math.round(words) })
}

/** How often a knob stands where its mechanism has it; else it leans to the seed's difficulty. */
const USUAL_LEVEL = 0.6

/** `milder`: knobs lean to the easy side, as few training rows show less of a rule. */
function settle(
  metas: readonly MechanismMeta[],
  binding: Binding,
  {
    dna,
    milder,
    domain,
    ...asked
  }: { dna: Dna; milder: boolean; task: TaskType; target: Spec['target']; domain: Domain },
  draw: mutate.Draw,
): Spec['mechanisms'] {
  return metas.map((meta, index) => {
    const knobs = meta.knobs.map((knob) => {
      const lean = dna.difficulty - 1
      const level = draw(`knob/${meta.id}/${knob.name}`).chance(USUAL_LEVEL)
        ? knob.default
        : knob.default + lean
      return [knob.name, Math.min(knob.levels - 1, Math.max(0, milder ? level - 1 : level))] as const
    })
    const weight = index === 0 ? 1 : Math.round(draw(`weight/${meta.id}`).between(0.6, 1) * 100) / 100
    const bound = { id: meta.id, columns: binding.roles[index] ?? {} }
    return { ...bound, weight, knobs: Object.fromEntries(knobs), ...actsAsTold(bound, asked, domain) }
  })
}

/**
 * The forms of titles are dealt in turn, like the worlds, and there is one number of them that does not divide the
 * distances at which worlds come back: candidates of a run that ask the same in one world do not share a title.
 */
function chooseTitle(titles: readonly string[], { runSeed, ordinal }: Situation): string {
  const title = titles[(stream(runSeed, 'title-form').below(titles.length) + ordinal) % titles.length]
  if (title === undefined) throw new Error('a task without a title')
  return title
}

/** What a run's controls leave of the engine's mechanisms and worlds. */
function permitted(worlds: readonly Domain[], all: Catalogue, controls: RunControls) {
  const { mechanisms, modalities, families } = controls
  const domains = worlds.filter(({ family }) => families === undefined || families.includes(family))
  return {
    domains,
    // One that makes sense in none of the worlds is none that could be chosen.
    mechanisms: all.mechanisms.filter(
      (meta) =>
        (mechanisms === undefined || mechanisms.includes(meta.id)) &&
        (modalities === undefined || modalities.includes(meta.modality)) &&
        domains.some((domain) => canPlay([meta], seenIn(meta.modality, domain))),
    ),
  }
}

/** Whether anything can be planned under a run's controls; what cannot is refused when the run is started. */
export function isPossible(all: Catalogue, worlds: readonly Domain[], controls: RunControls): boolean {
  return permitted(worlds, all, controls).mechanisms.length > 0
}

/**
 * So many refusals for one reason in a row are a plan's own: no knob of it would help. Texts that repeat grow in smaller
 * steps.
 */
const hopeless = (reason: RejectionReason): number => (reason === 'shortcut' ? 3 : 2)

/**
 * How often a plan was drawn again as a whole, and why the last one was refused since. The engine could not compose it,
 * or its knobs did not answer what it was refused for.
 */
function sinceRedraw(reasons: readonly RejectionReason[]): { redraws: number; turns: RejectionReason[] } {
  let redraws = 0
  let turns: RejectionReason[] = []
  for (const reason of reasons) {
    turns = [...turns, reason]
    const limit = hopeless(reason)
    const last = turns.slice(-limit)
    if (reason !== 'cannot-compose' && (last.length < limit || last.some((one) => one !== reason))) continue
    redraws++
    turns = []
  }
  return { redraws, turns }
}

const TOO_EASY: readonly RejectionReason[] = ['easy-default', 'trivial', 'saturated']

/** Links of a world differ from task to task by this factor. */
const LINK_STRENGTH = [0.75, 1.2] as const
/**
 * A link into a column of the main table that a rule reads is so much weaker: its causes would tell most of the rule by
 * themselves. Of child rows a rule reads what no level tells.
 */
const INTO_RULE = 0.6

/** Plans a task from a seed's structure, before any attempt at it was refused. */
function plan(seed: Dna, all: Catalogue, worlds: readonly Domain[], situation: Situation): Spec {
  const { redraws, turns } = sinceRedraw(situation.reasons)
  const beforeRedraw = situation.reasons.slice(0, situation.reasons.length - turns.length)
  const draw: mutate.Draw = (field) => stream(situation.runSeed, situation.ordinal, field, redraws)
  const change = { draw, keep: LIKENESS_FACTS[situation.likeness] }
  const { controls = {} } = situation
  const { difficulty } = controls
  const dna = difficulty === undefined ? seed : { ...seed, difficulty: levelOf(difficulty) }
  const { domains, mechanisms } = permitted(worlds, all, controls)
  const catalogue = { ...all, mechanisms }
  const modality = mutate.chooseModality(dna, modalitiesOf(catalogue), change)
  const task = mutate.chooseTask(
    dna,
    causedTasks(domains, { modality, tasks: tasksOf(catalogue, modality), metas: mechanisms }),
    mutate.keepingOneOf(dna, modality, change),
  )
  const metric = mutate.chooseMetric(dna, task, catalogue.metrics, change)
  const possible = catalogue.mechanisms.filter(supports(modality, task))
  const seen = causedWorlds(domains, { modality, task, metas: possible })
  const domain = chooseDomain(dna, seen, { metas: possible, metric }, situation, redraws)
  const train = mutate.chooseTrainRows(dna, { modality, task }, controls.trainRows, change)
  // A plan in the place of one that was too easy has no reason to be mild.
  const wasEasy = beforeRedraw.some((reason) => TOO_EASY.includes(reason))
  const milder = mutate.isShort(train) && difficulty === undefined && !wasEasy
  const setting = { modality, task, domain, most: milder ? 1 : 3 }
  const metas = chooseMechanisms(dna, catalogue, setting, change)
  const wish = wishOf(dna, { modality, domain }, train, change)
  const binding = bindColumns(metas, domain, { ...wish, modality, task }, draw)
  const target = chooseTarget(dna, domain, { task, metric, metas }, change)
  const rows = {
    train,
    ...mutate.chooseTestRows(dna, { metric, modality }, testRowsWithin(controls, modality, metric), change),
  }
  const prose = modality === 'text' ? chooseProse(dna, domain, task, change) : undefined
  const tables = new Set(binding.columns.map((column) => column.table).filter((table) => table !== 'main'))
  const told = { task, target, columns: binding.columns }
  const { ordinary } = isMedia(modality)
    ? ordinaryBeside(told, draw)
    : chooseOrdinary(dna, { modality, task }, draw)
  const senses = authorSense(told) ?? sensesOf(told, domain)
  const main = new Set(binding.columns.filter(({ table }) => table === 'main').map(({ name }) => name))
  const read = new Set(
    binding.roles.flatMap((roles) => Object.values(roles)).filter((name) => main.has(name)),
  )
  const links = linksOf(
    domain,
    binding.columns,
    ({ from, to }) => draw(`link/${from}/${to}`).between(...LINK_STRENGTH) * (read.has(to) ? INTO_RULE : 1),
  )
  return Spec.parse({
    format: 'sandmle-spec/1',
    title: chooseTitle(titlesOf({ task, target, modality, prose }, domain), situation),
    stakeholder: domain.stakeholder,
    domain: { family: domain.family, id: domain.id },
    entity: domain.entity,
    modality,
    task,
    metric,
    target,
    rows,
    columns: binding.columns,
    mechanisms: settle(metas, binding, { dna, milder, task, target, domain }, draw),
    ...(modality === 'image' && {
      picture: { ...choosePicture(dna, rows, change), ground: domain.ground },
    }),
    ...(modality === 'audio' &&
      domain.sound && { sound: { ...chooseSound(dna, rows, change), site: domain.sound.site } }),
    ...(ordinary && { ordinary: { ...ordinary, ...(senses && { senses }) } }),
    ...(prose && { prose }),
    joinDepth: Math.min(2, tables.size),
    missingRate: wish.missingRate,
    imbalance: mutate.chooseImbalance(dna, task, train, change),
    noise: difficulty === undefined ? mutate.chooseNoise(dna, train, change) : dna.difficulty,
    style: {
      rounding: draw('rounding').below(3) + 1,
      correlatedDistractors: draw('correlated').pick([0.5, 0.7, 0.9]),
      relations: 'graph',
      categories: 'tied',
      lasting: lastingOf(domain, { columns: binding.columns, links: links ?? [] }),
      ...(links && { links }),
      gaps: 'together',
      gapsBy: gapsByOf(domain, binding.columns),
      ...((modality === 'join' || modality === 'series') && { rhythms: domain.date.rhythms }),
      ...(modality === 'join' && { kinds: 'leaning' as const }),
      ...(modality === 'series' && { calendar: 'past' as const, memory: 'long' as const }),
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
  const { turns } = sinceRedraw(situation.reasons)
  const first = plan(dna, catalogue, domains, situation)
  return turns.length === 0 ? first : Spec.parse(turnKnobs(first, catalogue, turns, situation.controls))
}
