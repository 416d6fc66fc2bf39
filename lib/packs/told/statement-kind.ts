import type { Modality, TaskType } from '#lib/domain/vocabulary.ts'
import type { ForeignKind } from '#lib/packs/foreign-kinds.ts'

/** Words that speak of one kind of data. */
const WORDS: readonly [Modality | ForeignKind, RegExp][] = [
  ['image', /\b(?:images?|photos?|photographs?|pictures?|x-rays?|pixels?|png|jpe?g|tiff?)\b/g],
  ['text', /\b(?:texts?|comments?|essays?|reviews?|sentences?|documents?|tweets?|headlines?)\b/g],
  ['series', /\b(?:time series|forecast(?:s|ing)?|seasonality)\b/g],
  ['tabular', /\b(?:tabular|columns?|features?|attributes?|variables?)\b/g],
  ['audio', /\b(?:audio|sounds?|recordings?|wav|mp3|spectrograms?)\b/g],
  ['video', /\b(?:videos?|footage|mp4|clips?)\b/g],
  ['molecule', /\b(?:molecules?|atoms?|smiles|crystals?|xyz|sdf)\b/g],
  ['graph', /\b(?:graphs?|edges?|nodes?)\b/g],
]
/** A kind must be spoken of so often, and so much more than the next one. */
const LEAST = 3
const AHEAD = 1.5

/** The kind of data that a statement speaks of; null where it is not clear. */
export function kindIn(clauses: readonly string[]): Modality | ForeignKind | null {
  const counts = WORDS.map(([kind, words]) => ({
    kind,
    count: clauses.reduce((sum, clause) => sum + [...clause.matchAll(words)].length, 0),
  })).sort((a, b) => b.count - a.count)
  const [best, next] = counts
  if (best === undefined || best.count < LEAST || best.count < AHEAD * (next?.count ?? 0)) return null
  return best.kind
}

const TASKS: readonly [TaskType, RegExp][] = [
  ['ordinal', /\bordinal\b/],
  ['multiclass', /\bmulti-?class\b/],
  ['binary', /\bbinary (?:classification|target|label|outcome)|\bpredict whether\b|\bprobability that\b/],
  ['regression', /\bregression\b/],
]

/** The kind of target that a statement names; null where it names none, or several. */
export function taskIn(clauses: readonly string[]): TaskType | null {
  const named = TASKS.filter(([, words]) => clauses.some((clause) => words.test(clause)))
  return named.length === 1 ? (named[0]?.[0] ?? null) : null
}
