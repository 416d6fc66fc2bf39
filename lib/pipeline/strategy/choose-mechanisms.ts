import { canPlay } from '#lib/domain/artefacts/assign-columns.ts'
import type { Catalogue, MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { Modality, TaskType } from '#lib/domain/vocabulary.ts'
import { type Change, isFaithful } from '#lib/pipeline/strategy/mutate.ts'
import { countTopics, wordsOf } from '#lib/pipeline/topics.ts'

/** What a mechanism nobody asked for weighs, so that the seed's topics are likelier but never the only ones. */
const FLOOR = 0.25
/** What its topics add at most: a run over many seeds shall not be one mechanism in many costumes. */
const MOST_AFFINITY = 1

/** How well a mechanism answers the seed's topics, 0 to about 3. */
export function affinity(meta: MechanismMeta, prior: Dna['mechanismPrior']): number {
  const words = wordsOf([meta.id, meta.title, ...meta.keywords, ...meta.skills].join(' '))
  const topics = Object.keys(countTopics(words))
  return topics.reduce((sum, topic) => sum + (prior[topic] ?? 0), 0)
}

/** What each matching structure of the seed adds to a mechanism that is about it. */
const PULL = 0.6
/** So many levels make a category a group that rows belong to. */
const GROUP_LEVELS = 12

/** How well a mechanism's own columns answer the seed's structure: groups of rows, dates, child tables. */
export function structuralPull(meta: MechanismMeta, dna: Dna): number {
  const grouped = meta.roles.some(({ levels }) => levels !== null && levels[1] >= GROUP_LEVELS)
  const dated = meta.roles.some(({ kind }) => kind === 'date')
  const joined = meta.roles.some(({ table }) => table !== 'main')
  const matches = [dna.groups && grouped, dna.time && dated, dna.joinDepth > 0 && joined]
  return PULL * matches.filter(Boolean).length
}

/** What a mechanism weighs in a faithful plan that needs dates or child tables which the seed does not have. */
const FOREIGN = 0.15

const isForeign = (meta: MechanismMeta, dna: Dna): boolean =>
  meta.roles.some(({ kind, table }) =>
    kind === 'date' ? !dna.time : table !== 'main' && dna.joinDepth === 0,
  )

/** Rules of which a linear model finds nearly all in a target of a kind, so that a reference has hardly anything on it. */
const NEARLY_LINEAR: Partial<Record<TaskType, readonly string[]>> = {
  binary: ['hierarchy-power-law', 'seasonal-dose'],
  ordinal: ['seasonal-dose'],
}
/** What such a rule weighs, beside what it would weigh. */
const SELDOM = 0.1

export const supports = (modality: Modality, task: TaskType) => (meta: MechanismMeta) =>
  meta.modality === modality && meta.tasks.includes(task)

export const modalitiesOf = (catalogue: Catalogue): Modality[] => [
  ...new Set(catalogue.mechanisms.map((meta) => meta.modality)),
]
export const tasksOf = (catalogue: Catalogue, modality: Modality): TaskType[] => [
  ...new Set(catalogue.mechanisms.filter((meta) => meta.modality === modality).flatMap((meta) => meta.tasks)),
]

/**
 * One to three mechanisms: the first by the seed's topics and structure and the domain's bent, the others only where they can share
 * a task with it, and each only where the domain has what it needs. A table takes two more often than not, as one mechanism alone is soon found.
 */
export function chooseMechanisms(
  dna: Dna,
  catalogue: Catalogue,
  setting: { modality: Modality; task: TaskType; domain: Domain; most: number },
  change: Change,
): MechanismMeta[] {
  const stream = change.draw('mechanisms')
  const bent = new Set(setting.domain.affinities.flatMap((word) => wordsOf(word)))
  const weight = (meta: MechanismMeta) => {
    const likes = wordsOf([meta.id, ...meta.keywords].join(' ')).some((word) => bent.has(word)) ? 0.3 : 0
    const topics = Math.min(MOST_AFFINITY, affinity(meta, dna.mechanismPrior))
    const isLinear = NEARLY_LINEAR[setting.task]?.includes(meta.id) ?? false
    const pull = (FLOOR + topics + structuralPull(meta, dna) + likes) * (isLinear ? SELDOM : 1)
    return isFaithful(change) && isForeign(meta, dna) ? FOREIGN * pull : pull
  }
  const pool = catalogue.mechanisms.filter(
    (meta) => supports(setting.modality, setting.task)(meta) && canPlay([meta], setting.domain),
  )
  const first = stream.pickWeighted(pool, weight)
  const chosen = [first]
  const drawn = first.combinable ? 1 + Number(stream.chance(0.75)) + Number(stream.chance(0.25)) : 1
  while (chosen.length < Math.min(drawn, setting.most)) {
    const rest = pool.filter(
      (meta) => meta.combinable && !chosen.includes(meta) && canPlay([...chosen, meta], setting.domain),
    )
    if (rest.length === 0) break
    chosen.push(stream.pickWeighted(rest, weight))
  }
  return chosen
}
