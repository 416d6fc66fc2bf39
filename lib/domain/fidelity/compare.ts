import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Structure } from '#lib/domain/artefacts/structure.ts'

/** DNA with the structure that fidelity is measured by. */
export type Measured = Dna & { structure: Structure }
/** One part of the structure in words, and how much of it is kept, 0 to 1. */
export type Compared = { seed: string; task: string; score: number }
export type Compare = (seed: Measured, task: Measured) => Compared | null
/** A comparison of fields that DNA has without a measured structure, too. */
export type ComparePlain = (seed: Dna, task: Dna) => Compared | null

/** A whole order of magnitude, and a little: what is so far off has nothing in common. */
export const SPAN = 16
export const percent = (share: number) => `${Math.round(share * 1000) / 10} %`
export const figure = (value: number) => String(Math.round(value * 100) / 100)
export const count = (number: number, thing: string) => `${figure(number)} ${thing}${number === 1 ? '' : 's'}`
export const told =
  <T extends Dna>(words: (dna: T) => string, score: (seed: T, task: T) => number) =>
  (seed: T, task: T): Compared => ({ seed: words(seed), task: words(task), score: score(seed, task) })
/** A part that neither of the two has is left out: having nothing is nothing kept. */
export const where =
  <T extends Dna>(has: (dna: T) => boolean, compare: (seed: T, task: T) => Compared | null) =>
  (seed: T, task: T): Compared | null =>
    has(seed) || has(task) ? compare(seed, task) : null

/** Something that a seed has and its task lost; what the task has and the seed never had is half as bad. */
export const lost = (has: (dna: Dna) => boolean): ComparePlain =>
  where(
    has,
    told(
      (dna) => (has(dna) ? 'yes' : 'no'),
      (seed, task) => (has(seed) === has(task) ? 1 : has(seed) ? 0 : 0.5),
    ),
  )

export const same = (words: (dna: Dna) => string): ComparePlain =>
  told(words, (seed, task) => Number(words(seed) === words(task)))

export const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0)
export const middle = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
