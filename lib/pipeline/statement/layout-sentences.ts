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
const scattered = (day: string) => [
  `The training rows are a sample of the days from {firstTrain} to {lastTrain}. The test rows follow, from {firstTest} to {lastTest}, with a row for nearly every {site} and ${day}. The ids are random.`,
  `From {firstTrain} to {lastTrain} only some days of each {site} were kept, and these are the training rows. The test rows cover nearly all ${day}s from {firstTest} to {lastTest}. The ids are random.`,
  `For each {site}, the training rows are individual days between {firstTrain} and {lastTrain}; the test rows are nearly all of the later ${day}s, from {firstTest} to {lastTest}. The ids are random.`,
]
const bouts = (day: string) => [
  `Between {firstTrain} and {lastTrain}, records were kept for a few weeks at a time, with some days missing; these are the training rows. The test rows have every {site} on every ${day} from {firstTest} to {lastTest}. The ids are random.`,
  `The training rows come from a few periods of some weeks each between {firstTrain} and {lastTrain}, and not every {site} has a row on every ${day} of them. The test rows run from {firstTest} to {lastTest} without such breaks. The ids are random.`,
]
const STRETCHES = [
  'Records were first kept for one {site} at a time: the training rows are one stretch of at most {stretch} days for each, between {firstTrain} and {lastTrain}. The test rows are from {firstTest} to {lastTest}, when every {site} was recorded day by day. The ids are random.',
  'The training file has one stretch of at most {stretch} days for each {site}, recorded in turn between {firstTrain} and {lastTrain}. The test rows come later and cover every {site} day by day, from {firstTest} to {lastTest}. The ids are random.',
  'Each {site} was first recorded for one stretch of at most {stretch} days between {firstTrain} and {lastTrain}; these are the training rows. Daily records of every {site} began later, and those from {firstTest} to {lastTest} are the test rows. The ids are random.',
]
const WINDOW = [
  'All entries of `{childFile}` are dated between {firstChild} and {lastChild}, and every history ends on the same reference date, {lastChild}.',
  'The histories of all rows cover the same days, {firstChild} to {lastChild}; the last of them is the reference date of every row.',
  'Every history covers the same period, from {firstChild} to {lastChild}, so {lastChild} is the reference date of all rows.',
]

const BEFORE = [
  'All entries of `{childFile}` are dated between {firstChild} and {lastChild}; the rows themselves are dated later.',
  'The histories of all rows cover the same days, {firstChild} to {lastChild}, and end before the first row is dated.',
  'Every history covers the same period, from {firstChild} to {lastChild}; the rows are dated later.',
]

/** How the rows are laid out over the files and in time. */
export function layoutOf(
  { modality, columns, style }: Spec,
  { days, history }: DataFacts,
): readonly string[] {
  if (modality !== 'series') {
    const isDated = columns.some(({ kind, table }) => kind === 'date' && table === 'main')
    const windows = isDated ? BEFORE : WINDOW
    return history === null
      ? RANDOM
      : RANDOM.flatMap((split) => windows.map((window) => `${split} ${window}`))
  }
  if (days === null) return LATER
  if (days.stretch !== null) return STRETCHES
  const isClosed = columns.some((one) => one.kind === 'date' && one.never !== undefined)
  const day = isClosed ? 'working day' : 'day'
  if (days.bouts) return bouts(day)
  return style.calendar === 'past' ? scattered(day) : RUN
}
