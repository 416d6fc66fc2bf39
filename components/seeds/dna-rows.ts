import type { Dna } from '#lib/domain/artefacts/dna.ts'

export type FactRow = readonly [name: string, value: string]

const LEVELS = ['easy', 'medium', 'hard'] as const
const count = new Intl.NumberFormat('en-US')
const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`
const yesNo = (value: boolean): string => (value ? 'yes' : 'no')

/** What the number means depends on the task; null says that the task has no classes. */
function balance(dna: Dna): FactRow[] {
  if (dna.imbalance === null) return []
  return [[dna.task === 'binary' ? 'Positives' : 'Evenness of classes', percent(dna.imbalance)]]
}

/** The structure of a seed as a person reads it; what a task does not have is left out. */
export function dnaRows(dna: Dna): FactRow[] {
  const columns = Object.entries(dna.columnTypes)
    .filter(([, number]) => number > 0)
    .map(([type, number]) => `${number} ${type}`)
  const prior = Object.entries(dna.mechanismPrior)
    .toSorted(([, left], [, right]) => right - left)
    .map(([topic, weight]) => `${topic} ${percent(weight)}`)
  return [
    ['Task', `${dna.task}, ${dna.modality}`],
    ['Rows', `${count.format(dna.nTrain)} train, ${count.format(dna.nTest)} test`],
    ...(dna.classes === null ? [] : [['Classes', String(dna.classes)] as const]),
    ...balance(dna),
    ['Columns', columns.join(', ') || '–'],
    ...(dna.columnTypes.categorical > 0 ? [['Levels, median', String(dna.cardinality)] as const] : []),
    ['Empty cells', percent(dna.missingRate)],
    ...(dna.joinDepth > 0 ? [['Child tables', String(dna.joinDepth)] as const] : []),
    ['Groups of rows', yesNo(dna.groups)],
    ['Dates', yesNo(dna.time)],
    ['Difficulty', LEVELS[dna.difficulty] ?? String(dna.difficulty)],
    ['Family', dna.family ?? '–'],
    ['Mechanisms', prior.join(', ') || '–'],
  ]
}
