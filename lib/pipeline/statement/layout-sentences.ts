import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { DataFacts } from '#lib/pipeline/data-facts.ts'

const RANDOM = [
  'The rows were split between the two files at random, and the ids are random too.',
  'The split is random, and the ids carry no information.',
  'Rows were assigned to the two files at random; the ids are random as well.',
]
const LATER = [
  'All dates in `test.csv` come after those in `train.csv`. The ids are random.',
  'All test rows are later than the training rows. The ids are random.',
]
const RUN = [
  'The training rows run from {firstTrain} to {lastTrain}, the test rows from {firstTest} to {lastTest}. The ids are random.',
  'The training rows cover {firstTrain} to {lastTrain}; the test rows follow, from {firstTest} to {lastTest}. The ids are random.',
]
const STRETCHES = [
  'The training rows of each {site} come from one stretch of at most {stretch} days, at a different time for each {site}, between {firstTrain} and {lastTrain}. The test rows are all later and run from {firstTest} to {lastTest}. The ids are random.',
  'For each {site}, the training rows cover a single stretch of at most {stretch} days. These stretches lie apart from each other, between {firstTrain} and {lastTrain}; the test rows follow the last of them, from {firstTest} to {lastTest}. The ids are random.',
  'Between {firstTrain} and {lastTrain}, each {site} has training rows in one stretch of at most {stretch} days, and these stretches lie at different times. The test rows come later, from {firstTest} to {lastTest}. The ids are random.',
]
const WINDOW = [
  'All {childRows} are dated between {firstChild} and {lastChild}, and every history ends on the same reference date, {lastChild}.',
  'The histories of all rows cover the same days, {firstChild} to {lastChild}; the last of them is the reference date of every row.',
  'Every history covers the same period, from {firstChild} to {lastChild}, so {lastChild} is the reference date of all rows.',
]

const BEFORE = [
  'All {childRows} are dated between {firstChild} and {lastChild}; the rows themselves are dated later.',
  'The histories of all rows cover the same days, {firstChild} to {lastChild}, and end before the first row is dated.',
  'Every history covers the same period, from {firstChild} to {lastChild}; the rows follow after it.',
]

/** How the rows are laid out over the files and in time. */
export function layoutOf({ modality, columns }: Spec, { days, history }: DataFacts): readonly string[] {
  if (modality !== 'series') {
    const isDated = columns.some(({ kind, table }) => kind === 'date' && table === 'main')
    const windows = isDated ? BEFORE : WINDOW
    return history === null
      ? RANDOM
      : RANDOM.flatMap((split) => windows.map((window) => `${split} ${window}`))
  }
  if (days === null) return LATER
  return days.stretch === null ? RUN : STRETCHES
}
