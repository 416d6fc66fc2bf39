import { describe, expect, test } from 'vitest'
import type { Measured } from '#lib/domain/fidelity/compare.ts'
import { type Fidelity, measureFidelity } from '#lib/domain/fidelity/measure.ts'
import { makeMeasuredDna as made, shapeOf } from '#lib/domain/fidelity/measured-dna.fixture.ts'
import { fidelityMeasurements } from '#lib/domain/fidelity/measurements.ts'
import type { PartId } from '#lib/domain/fidelity/parts.ts'
import { judgeMeasurements } from '#lib/domain/gate-policy.ts'

const demandFidelity = (...of: Parameters<typeof fidelityMeasurements>) =>
  judgeMeasurements('fidelity', fidelityMeasurements(...of)).checks

function fidelityOf(seed: Measured, task: Measured): Fidelity {
  const fidelity = measureFidelity(seed, task)
  if (fidelity === null) throw new Error('both have a structure')
  return fidelity
}
const failed = (seed: Measured, task: Measured) =>
  demandFidelity(fidelityOf(seed, task), 'faithful').filter(({ passed }) => !passed)

const picture = (size: number) => ({ width: size, height: size, channels: 1 })
const sound = (seconds: number) => ({ seconds, rate: 44_100, band: 16_000, loudness: 6 })
const classes = (...shares: number[]) => ({ kind: 'classes' as const, shares })
const categories = (levels: number) => [
  shapeOf('categorical', { levels }),
  shapeOf('categorical', { levels }),
]

/** What a task that should be faithful lost: the seed, the task, and the part that must say so. */
const PLANTED: readonly [name: string, part: PartId, seed: Measured, task: Measured][] = [
  ['another modality', 'modality', made({ modality: 'image' }), made({ modality: 'tabular' })],
  ['another kind of target', 'task', made({ task: 'binary' }), made({ task: 'ordinal' })],
  ['another metric', 'metric', made({ metric: 'auc' }), made({ metric: 'log-loss' })],
  [
    'another distribution of the target',
    'target',
    made({}, { target: classes(0.2, 0.2, 0.2, 0.2, 0.2) }),
    made({}, { target: classes(0.98, 0.02) }),
  ],
  [
    'a cardinality cut',
    'cardinality',
    made({}, { columns: categories(120) }),
    made({}, { columns: categories(3) }),
  ],
  [
    'child tables dropped',
    'joins',
    made({ modality: 'join', joinDepth: 1 }, { joins: [{ columns: 4, perParent: 6 }] }),
    // A task that calls itself one of joins, and has no table to join.
    made({ modality: 'join', joinDepth: 1 }),
  ],
  ['empty cells filled in', 'missing', made({ missingRate: 0.15 }), made({ missingRate: 0 })],
  [
    'other columns',
    'columns',
    made({ columnTypes: { numeric: 0, categorical: 12, date: 0, text: 0, path: 0 } }),
    made({ columnTypes: { numeric: 3, categorical: 0, date: 0, text: 0, path: 0 } }),
  ],
  ['groups of rows dropped', 'groups', made({ groups: true }), made({ groups: false })],
  ['dates dropped', 'time', made({ time: true }), made({ time: false })],
  [
    'columns beside pictures dropped',
    'beside',
    made({ modality: 'image', columnTypes: { numeric: 3, categorical: 1, date: 0, text: 0, path: 1 } }),
    made({ modality: 'image', columnTypes: { numeric: 0, categorical: 0, date: 0, text: 0, path: 1 } }),
  ],
  ['tiny pictures', 'pictures', made({}, { picture: picture(512) }), made({}, { picture: picture(24) })],
  [
    'words for pages',
    'texts',
    made({ modality: 'text' }, { text: { words: 400, vocabulary: 9000 } }),
    made({ modality: 'text' }, { text: { words: 3, vocabulary: 200 } }),
  ],
  [
    'minutes cut to clicks',
    'sounds',
    made({ modality: 'audio' }, { sound: sound(90) }),
    made({ modality: 'audio' }, { sound: { ...sound(0.5), band: 300, rate: 800 } }),
  ],
  ['a third of the rows', 'rows', made({ nTrain: 5000 }), made({ nTrain: 60 })],
]

describe('planted infidelity', () => {
  test.each(PLANTED)('%s is caught, by name, with both values and a file', (_name, part, seed, task) => {
    const check = failed(seed, task).find(({ id }) => id === part)
    const measured = fidelityOf(seed, task).parts.find((one) => one.part === part)
    expect(check).toBeDefined()
    expect(check?.message).toContain(`seed ${measured?.seed}; task ${measured?.task}.`)
    expect(measured?.seed).not.toBe(measured?.task)
    expect(check?.anchor?.file).toMatch(/^(task\.json|agent\/train\.csv)$/)
  })

  test.each(PLANTED)('%s costs fidelity, and the seed itself has all of it', (_name, _part, seed, task) => {
    expect(fidelityOf(seed, task).overall).toBeLessThan(1)
    expect(fidelityOf(seed, seed).overall).toBe(1)
    expect(failed(seed, seed)).toEqual([])
  })

  test('nothing of it is demanded of a varied task that is near enough', () => {
    const [seed, task] = [made({ groups: true }), made({ groups: false })]
    expect(demandFidelity(fidelityOf(seed, task), 'varied').every(({ passed }) => passed)).toBe(true)
  })
})
