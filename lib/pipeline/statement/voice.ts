/** What a paragraph can tell; `sentences.ts` has the words for each. */
export type Move =
  | 'open'
  | 'ask'
  | 'scene'
  | 'use'
  | 'cost'
  | 'stakes'
  | 'row'
  | 'collect'
  | 'gaps'
  | 'size'
  | 'test'
  | 'truth'
  | 'classes'
  | 'numbers'

/** A way to tell the story of a task: who speaks, how it begins, and which paragraph tells what. */
export type Voice = {
  person: 'we' | 'it'
  open: readonly string[]
  overview: readonly (readonly Move[])[]
  /** Paragraphs above the list of files. */
  data: readonly (readonly Move[])[]
}

/** For a task with a story of its own, which its planner told in one sentence. */
export const PLAIN: Voice = {
  person: 'it',
  open: ['{stakeholder}'],
  overview: [
    ['open', 'ask'],
    ['row', 'collect', 'gaps'],
    ['truth', 'classes', 'numbers'],
  ],
  data: [['size', 'test']],
}
