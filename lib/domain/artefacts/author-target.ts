import type { TargetStory } from '#lib/domain/artefacts/domain-record.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { TaskType } from '#lib/domain/vocabulary.ts'

/** The target of a task that asks who wrote its texts, in whichever world. */
export const AUTHOR = 'author'

/** Initials, as the texts were signed. */
export const INITIALS = ['AH', 'BK', 'CM', 'DL', 'EV', 'FJ', 'GR', 'HS', 'JT', 'LW'] as const

/** A target of these authors; of two, the second is the positive class. */
export const authorTarget = (authors: readonly string[]): Spec['target'] => ({
  name: AUTHOR,
  unit: null,
  classes: [...authors],
})

export const asksForAuthor = ({
  task,
  target,
}: {
  task: TaskType
  target: Pick<Spec['target'], 'name'>
}): boolean => target.name === AUTHOR && (task === 'binary' || task === 'multiclass')

const REASONS = [
  {
    use: 'Once the author of an unclear text is known, a single call is enough to clear it up.',
    cost: 'With the wrong name, the question goes to someone who was never there.',
    truth: 'The authors were read off the signed originals, and the signatures were then cut off.',
  },
  {
    use: 'Old texts without a name can then be filed with those of the same person.',
    cost: "One text under the wrong name puts words into somebody else's mouth.",
    truth: 'For these rows the author is known, because the texts were sent from a personal account.',
  },
  {
    use: 'When two texts contradict each other, it helps to know whom to ask.',
    cost: 'Asking the wrong person costs a day and some goodwill.',
    truth: 'Each author confirmed which of the texts were theirs.',
  },
] as const

const pluralOf = (noun: string): string =>
  noun.endsWith('person') ? noun.replace(/person$/, 'people') : noun.replace(/y$/, 'ie').concat('s')

/** Where a phrase goes on behind its noun: "the remark | on the last batch". */
const BEHIND = / (?=(?:about|from|in|of|on|to) )/

/** Who writes texts of one kind, in the plural, and what one of them is called; no writers where its phrase names none. */
function partsOf(note: string): { owners: string; text: string } {
  const named = note.replace(/^the /, '')
  const at = named.indexOf("'s ")
  return at < 0
    ? { owners: '', text: named }
    : { owners: pluralOf(named.slice(0, at)), text: named.slice(at + 3) }
}

/** Texts of one kind, by the phrase for one of them: "the fitter's note" gives "fitters' notes". */
export function manyOf(note: string): string {
  const { owners, text } = partsOf(note)
  const [kind = '', ...rest] = text.split(BEHIND)
  const whose = owners === '' ? '' : `${owners}${owners.endsWith('s') ? "'" : "'s"} `
  return [`${whose}${pluralOf(kind)}`, ...rest].join(' ')
}

/** The question as part of a sentence: "the fitter's note" gives "which of the fitters wrote the note". */
export function askedOf(note: string): string {
  const { owners, text } = partsOf(note)
  return `which of the ${owners === '' ? 'authors' : owners} wrote the ${text}`
}

/** What is told of such texts before anything is asked: in pairs, as the scenes of a world. */
export function authorScenes(note: string): string[] {
  const many = manyOf(note)
  return [
    `The archive of ${many} goes back for years, and most of them carry no name.`,
    'The names were lost when the files moved to a new system.',
    `Few people ever signed ${many}.`,
    'Asking around takes longer than the answer is worth, and some who would know have left.',
  ]
}

/** What is told of such a target; `note` is one text, as a statement calls it. */
export function authorStory(note: string): TargetStory {
  const reason = REASONS[note.length % REASONS.length] ?? REASONS[0]
  const many = manyOf(note)
  return {
    asks: `Who wrote these ${many}?`,
    topic: `Authors of ${many}`,
    headings: [`Unsigned: the authors of ${many}`, `Whose words? Authors of ${many}`],
    whether: askedOf(note),
    ...reason,
  }
}
