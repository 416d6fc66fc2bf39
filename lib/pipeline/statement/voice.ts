/** What a paragraph can tell; `sentences.ts` has the words for each. */
export type Move =
  | 'open'
  | 'ask'
  | 'use'
  | 'cost'
  | 'row'
  | 'history'
  | 'collect'
  | 'gaps'
  | 'size'
  | 'layout'
  | 'target'
  | 'truth'
  | 'numbers'

/** A way to tell the story of a task: how it sets the scene, and how it then says what is to be predicted. */
export type Voice = { open: readonly string[]; ask: readonly string[] }

/**
 * The order in which a host tells it, whatever the voice: the trade and its trouble; what is to be predicted, what for
 * and what a mistake costs; what a row is and where it comes from; what the target is and how it is spread.
 */
export const OVERVIEW: readonly (readonly Move[])[] = [
  ['open'],
  ['ask', 'use', 'cost'],
  ['row', 'history', 'collect'],
  ['target', 'truth', 'numbers'],
]
/** Above the list of files. */
export const DATA: readonly (readonly Move[])[] = [['size', 'layout', 'gaps']]

/** For a task with a story of its own, which its planner told in one sentence. */
export const PLAIN: Voice = {
  open: ['{stakeholder}'],
  ask: ['The task is to predict {whether} for each {entity}.'],
}
