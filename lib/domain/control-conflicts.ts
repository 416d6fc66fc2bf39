import type { RunControls } from '#lib/domain/controls.ts'
import { LIKENESS_FACTS, type Likeness } from '#lib/domain/likeness.ts'
import type { Modality, TaskType } from '#lib/domain/vocabulary.ts'

/** A mechanism of the engine as a run can permit it, with the families of worlds in which it makes sense. */
export type MechanismOffer = {
  id: string
  title: string
  modality: Modality
  tasks: readonly TaskType[]
  families: readonly string[]
}
/** What of a seed a run's controls can be at odds with. */
export type SeedKind = { slug: string; modality: Modality; task: TaskType; family: string | null }
export type Asked = { controls: RunControls; likeness: Likeness; seeds: readonly SeedKind[] }
/** What cannot be: in which control, and what to change. */
export type ControlConflict = { control: keyof RunControls; message: string }

const either = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
const distinct = <T>(words: readonly T[]): T[] => [...new Set(words)]

const permits = <T extends string>(list: readonly T[] | undefined, one: T): boolean =>
  list === undefined || list.includes(one)

function unknownNames({ mechanisms = [], families = [] }: RunControls, offers: readonly MechanismOffer[]) {
  const ids = offers.map(({ id }) => id)
  const worlds = distinct(offers.flatMap((one) => one.families))
  const strange = (control: ControlConflict['control'], named: readonly string[], known: readonly string[]) =>
    named
      .filter((name) => !known.includes(name))
      .map((name) => ({ control, message: `There is no ${name}. There are: ${known.join(', ')}.` }))
  return [...strange('mechanisms', mechanisms, ids), ...strange('families', families, worlds)]
}

/** Whether the permitted mechanisms make anything of a modality, in the permitted worlds and outside the seed's own. */
function emptyModality(
  modality: Modality,
  { controls, seeds }: Asked,
  offers: readonly MechanismOffer[],
): ControlConflict[] {
  const { mechanisms, families } = controls
  const made = offers.filter((one) => one.modality === modality)
  const permitted = made.filter(({ id }) => permits(mechanisms, id))
  if (permitted.length === 0) {
    const add = either(made.map(({ id }) => id))
    const message =
      made.length === 0
        ? `The engine has no mechanism for ${modality}. Permit another modality.`
        : `No permitted mechanism makes ${modality} tasks. Add ${add}, or leave ${modality} out of the modalities.`
    return [{ control: 'mechanisms', message }]
  }
  const worlds = distinct(permitted.flatMap((one) => one.families))
  const open = worlds.filter((family) => permits(families, family))
  if (open.length === 0)
    return [
      {
        control: 'families',
        message: `No permitted mechanism for ${modality} makes sense in these domains. Add ${either(worlds)}.`,
      },
    ]
  const closed = seeds.find(({ family }) => open.every((one) => one === family))
  if (closed === undefined) return []
  const others = worlds.filter((one) => one !== closed.family)
  const message = `A task leaves the domain of its seed, and ${closed.slug} is itself of ${closed.family}. Add ${either(others)} for ${modality} tasks, or leave the seed out.`
  return [{ control: 'families', message }]
}

/** What faithful candidates of these seeds would need and the controls do not permit. */
function unfaithful({ controls, likeness, seeds }: Asked, offers: readonly MechanismOffer[] | null) {
  if (likeness !== 'faithful') return []
  const { modalities, mechanisms, trainRows, testRows } = controls
  const found: ControlConflict[] = seeds.flatMap(({ slug, modality, task }): ControlConflict[] => {
    if (!permits(modalities, modality)) {
      const message = `Faithful keeps the modality of a seed, and ${slug} is ${modality}. Permit ${modality}, or choose ${LIKENESS_FACTS.varied.title}.`
      return [{ control: 'modalities', message }]
    }
    const made = (offers ?? []).filter((one) => one.modality === modality && one.tasks.includes(task))
    if (made.length === 0 || made.some(({ id }) => permits(mechanisms, id))) return []
    const message = `Faithful keeps the kind of a seed, and no permitted mechanism makes ${task} ${modality} tasks as ${slug} is. Add ${either(made.map(({ id }) => id))}, or choose ${LIKENESS_FACTS.varied.title}.`
    return [{ control: 'mechanisms', message }]
  })
  const rows = trainRows ? 'trainRows' : testRows ? 'testRows' : null
  if (rows !== null)
    found.push({
      control: rows,
      message: `Faithful keeps the numbers of rows of each seed. Leave the rows open, or choose ${LIKENESS_FACTS.varied.title}.`,
    })
  return found
}

/**
 * Why a run cannot ask for this, before anything is started; empty where it can. `offers`: what the engine can make;
 * null where no worker has told yet, and then only what the seeds themselves say is looked at.
 */
export function controlConflicts(asked: Asked, offers: readonly MechanismOffer[] | null): ControlConflict[] {
  const { modalities, mechanisms, families } = asked.controls
  const faithful = unfaithful(asked, offers)
  if (offers === null || (modalities ?? mechanisms ?? families) === undefined) return faithful
  const unknown = unknownNames(asked.controls, offers)
  if (unknown.length > 0) return unknown
  const permitted = modalities ?? distinct(offers.map(({ modality }) => modality))
  return [...permitted.flatMap((modality) => emptyModality(modality, asked, offers)), ...faithful]
}
