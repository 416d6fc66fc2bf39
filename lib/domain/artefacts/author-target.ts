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
    use: 'A text whose author is known can be cleared up with one call.',
    cost: 'With the wrong name, the question goes to somebody who was never there.',
    truth: 'The authors were read off the signed originals, and the signatures were then cut off.',
  },
  {
    use: 'Old texts without a name can then be filed with those of the same person.',
    cost: 'One text under the wrong name puts words into the mouth of a colleague.',
    truth: 'For these rows the author is known, because the texts were sent from a personal account.',
  },
  {
    use: 'When two texts contradict each other, it helps to know whom to ask.',
    cost: 'Asking the wrong person costs a day and some goodwill.',
    truth: 'Each author confirmed which of the texts were theirs.',
  },
] as const

/** What is told of such a target; `note` is one text, as a statement calls it. */
export function authorStory(note: string): TargetStory {
  const reason = REASONS[note.length % REASONS.length] ?? REASONS[0]
  return {
    asks: `Who wrote ${note}?`,
    topic: `Authors of ${note}`,
    headings: [`Unsigned: finding the author of ${note}`, `Whose words? Authors of ${note}`],
    whether: `who wrote ${note}`,
    ...reason,
  }
}
