import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { labelOf, spaced, targetStoryOf } from '#lib/domain/artefacts/labels.ts'
import { noteOf } from '#lib/domain/artefacts/prose-of.ts'
import type { Spec, SpecColumn } from '#lib/domain/artefacts/spec.ts'

type Titled = Pick<Spec, 'task' | 'target' | 'modality' | 'prose'> & { columns: readonly SpecColumn[] }

const MOST = 80

const PICTURES = ['images', 'single images', 'image data', 'pictures alone']
const SOUNDS = ['audio clips', 'sound alone', 'short recordings', 'audio data']
const TEXTS = ['text alone', 'short texts', 'free text', 'text data', 'written notes']

const numbersIn = ({ columns }: Titled, domain: Domain): string[] =>
  columns.filter(({ kind }) => kind === 'numeric').map(({ name }) => labelOf(name, domain))

/** What the rows of a task are read from, as a title says it. */
function sourcesOf(task: Titled, domain: Domain): string[] {
  switch (task.modality) {
    case 'image':
      return [domain.picture, ...PICTURES]
    case 'audio':
      return [domain.sound?.phrase ?? 'a recording', ...SOUNDS]
    case 'text':
      return [noteOf(task, domain), ...TEXTS]
    case 'join': {
      const { childRows } = domain.story
      return [childRows, ...numbersIn(task, domain).map((label) => `${label} and ${childRows}`)]
    }
    case 'series':
    case 'tabular': {
      const labels = numbersIn(task, domain)
      return labels.flatMap((first, at) => labels.slice(at + 1).map((second) => `${first} and ${second}`))
    }
  }
}

/** The question of a task in its world: a title for one alone. */
export const questionOf = (task: Pick<Titled, 'task' | 'target'>, domain: Domain): string =>
  targetStoryOf(task, domain)?.asks ?? `What is the ${spaced(task.target.name)}?`.slice(0, MOST)

/** Which form a title has; null for one that somebody thought out. */
export function formOf(task: Titled & { title: string }, domain: Domain): number | null {
  const form = titleForms(task, domain).findIndex((titles) => titles.includes(task.title))
  return form < 0 ? null : form
}

/** A title that no other modality has. */
function plainTitle(modality: Titled['modality'], asks: string, topic: string): string {
  const plain = {
    tabular: asks,
    join: `${topic}, told by two tables`,
    series: `${topic}, day by day`,
    image: `${topic} in pictures`,
    text: `${topic} in words`,
    audio: `${topic} by ear`,
  }
  return plain[modality]
}

const FORMS: readonly ((asks: string, topic: string, source: string) => string)[] = [
  (_, topic, source) => `${topic}: ${source}`,
  (asks, _, source) => `${asks} The evidence: ${source}`,
  (_, topic, source) => `${topic}, predicted from ${source}`,
  (asks, _, source) => `${asks} Predictions from ${source}`,
  (_, topic, source) => `${topic} based on ${source}`,
  (asks, _, source) => `${asks} Based on ${source}`,
  (_, topic, source) => `${topic} from ${source}`,
  (asks, _, source) => `${asks} What ${source} can tell`,
  (_, topic, source) => `${topic}, using ${source}`,
]

/** How many forms titles have. */
export const TITLE_FORMS = FORMS.length

/**
 * Titles that a task may have, by their form; a form that is too long in this world has none. They turn on what the rows
 * show, whichever columns a rule reads, so that tasks of one world and target need not share one and none says more
 * than the table does.
 */
export function titleForms(task: Titled, domain: Domain): string[][] {
  const asks = questionOf(task, domain)
  const topic = targetStoryOf(task, domain)?.topic ?? domain.title
  const sources = sourcesOf(task, domain)
  return FORMS.map((form, at) => {
    const titles = sources.map((source) => form(asks, topic, source)).filter((title) => title.length <= MOST)
    return at === 0 ? [...titles, plainTitle(task.modality, asks, topic)] : titles
  })
}
