import type { Domain, TargetStory } from '#lib/domain/artefacts/domain-record.ts'
import { spaced, targetStoryOf } from '#lib/domain/artefacts/labels.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'

type Titled = Pick<Spec, 'task' | 'target' | 'modality' | 'prose'>
/** What a title is made of. */
type Words = Pick<TargetStory, 'asks' | 'topic' | 'whether' | 'headings'> & { domain: Domain }

const MOST = 80

const small = (heading: string): string => heading.charAt(0).toLowerCase() + heading.slice(1)

/** The question of a task in its world: a title for one alone. */
export const questionOf = (task: Omit<Titled, 'modality'>, domain: Domain): string =>
  targetStoryOf(task, domain)?.asks ?? `What is the ${spaced(task.target.name)}?`.slice(0, MOST)

/** What the rows are read from, where a heading can name it without saying a word twice. */
function sourceOf(modality: Titled['modality'], topic: string, { story }: Domain): string {
  switch (modality) {
    case 'image':
      return ' from photographs'
    case 'audio':
      return ' from sound recordings'
    case 'text':
      // The texts of somebody are what is asked about.
      return topic.startsWith('Authors of ') ? '' : ' from written notes'
    case 'join':
      return story.childRows.includes(' from ') ? ` with ${story.childRows}` : ` from ${story.childRows}`
    case 'series':
      return ' from daily records'
    case 'tabular': {
      const last = story.entities.split(' ').at(-1) ?? ''
      return topic.toLowerCase().includes(last.slice(0, -1)) ? '' : ` from ${story.entities}`
    }
  }
}

/** "the crumb of sourdough loaves" behind another word, and "late school buses" as they are. */
const inSentence = (topic: string): string => (topic.includes(' of ') ? `the ${small(topic)}` : small(topic))

const FORMS: readonly ((words: Words, modality: Titled['modality']) => string)[] = [
  ({ topic }) => topic,
  ({ asks }) => asks,
  ({ topic, domain }, modality) => `Predicting ${inSentence(topic)}${sourceOf(modality, topic, domain)}`,
  ({ headings }) => headings[0],
  ({ headings }) => headings[1],
  ({ asks, domain }) => `${domain.story.field}: ${asks}`,
  ({ topic }) => `Prediction challenge: ${inSentence(topic)}`,
  ({ whether }) => `Can you predict ${whether}?`,
  ({ headings, domain }) => `${domain.story.field}: ${small(headings[1])}`,
]

/** How many forms titles have. */
export const TITLE_FORMS = FORMS.length

function wordsOf(task: Titled, domain: Domain): Words {
  const story = targetStoryOf(task, domain)
  if (story !== null) return { ...story, domain }
  // Somebody thought out this target.
  const name = spaced(task.target.name)
  return {
    asks: questionOf(task, domain),
    topic: domain.title,
    whether: `the ${name}`,
    headings: [`A forecast: ${name}`, `Predicting the ${name}`],
    domain,
  }
}

/**
 * The title that a task has in each form. None hangs on the columns that a rule reads, so none says more than the
 * table does.
 */
export function titlesOf(task: Titled, domain: Domain): string[] {
  const words = wordsOf(task, domain)
  return FORMS.map((form) => form(words, task.modality).slice(0, MOST))
}

/** Which form a title has; null for one that somebody thought out. */
export function formOf(task: Titled & { title: string }, domain: Domain): number | null {
  const form = titlesOf(task, domain).indexOf(task.title)
  return form < 0 ? null : form
}
