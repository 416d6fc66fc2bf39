import { describe, expect, test } from 'vitest'
import { Dna } from '#lib/domain/artefacts/dna.ts'
import { dnaOfTold, openFields, withoutOpen } from '#lib/domain/artefacts/told-dna.ts'
import { closeness, overlap, profileCloseness, rateCloseness } from '#lib/domain/fidelity/closeness.ts'
import { Fidelity, measureFidelity } from '#lib/domain/fidelity/measure.ts'
import { makeMeasuredDna } from '#lib/domain/fidelity/measured-dna.fixture.ts'
import { fidelityMeasurements } from '#lib/domain/fidelity/measurements.ts'
import { judgeMeasurements } from '#lib/domain/gate-policy.ts'
import { LIKENESSES } from '#lib/domain/likeness.ts'

const demandFidelity = (...of: Parameters<typeof fidelityMeasurements>) =>
  judgeMeasurements('fidelity', fidelityMeasurements(...of)).checks

test('counts are close by their ratio, whichever is larger', () => {
  expect(closeness(4, 4, 16)).toBe(1)
  expect(closeness(2, 8, 16)).toBeCloseTo(0.5)
  expect(closeness(8, 2, 16)).toBeCloseTo(0.5)
  expect(closeness(1, 100, 16)).toBe(0)
  expect(closeness(0, 3, 16)).toBe(0)
})

test('shares, rates and profiles are compared on their own scales', () => {
  expect(overlap([7, 3], [70, 30])).toBeCloseTo(1)
  expect(overlap([0.5, 0.5], [0.5, 0.25, 0.25])).toBeCloseTo(0.75)
  expect(overlap([], [1])).toBe(0)
  expect(rateCloseness(0.2, 0.1, 0.05)).toBeCloseTo(0.5)
  expect(rateCloseness(0, 0.005, 0.05)).toBeCloseTo(0.9)
  expect(profileCloseness([0, 1, 2], [2, 1, 0], 1)).toBe(1)
  expect(profileCloseness([0, 0], [1, 1], 1)).toBe(0)
})

describe('fidelity', () => {
  const seed = makeMeasuredDna()

  test('is the weighted mean of its parts, and leaves out what neither of the two has', () => {
    const fidelity = measureFidelity(seed, makeMeasuredDna({ metric: 'log-loss' }))
    const parts = fidelity?.parts.map(({ part }) => part)
    expect(parts).not.toContain('joins')
    expect(parts).not.toContain('pictures')
    // A metric of the same family is half kept: 1.5 of the weights that take part, which are 18.
    expect(fidelity?.overall).toBeCloseTo(1 - 1.5 / 18, 2)
    expect(Fidelity.parse(JSON.parse(JSON.stringify(fidelity)))).toEqual(fidelity)
  })

  test('is unknown where one of the two was read before there was a measure', () => {
    const { structure: _, ...old } = seed
    expect(Dna.parse(old)).toEqual(old)
    expect(measureFidelity(Dna.parse(old), seed)).toBeNull()
    expect(measureFidelity(seed, Dna.parse(old))).toBeNull()
  })

  test('to a seed without data is measured over what the seed tells, and over nothing else', () => {
    const told = dnaOfTold({
      metric: { value: 'auc', by: 'grader' },
      task: { value: 'binary', by: 'grader' },
      nTrain: { value: 180, by: 'text' },
    })
    expect(openFields(told)).toContain('modality')
    const fidelity = measureFidelity(told, makeMeasuredDna({ modality: 'image', metric: 'log-loss' }))
    expect(fidelity?.parts.map(({ part, score }) => [part, score])).toEqual([
      ['task', 1],
      ['metric', 0.5],
      ['rows', 1],
    ])
    expect(fidelity?.overall).toBeCloseTo(1 - 1.5 / 7, 2)
    expect(withoutOpen(told)).not.toHaveProperty('modality')
  })

  test('is bound by what the run wished', () => {
    const same = measureFidelity(seed, seed)
    const other = measureFidelity(
      seed,
      makeMeasuredDna(
        { modality: 'image', task: 'regression', metric: 'rmse', nTrain: 60 },
        { target: { kind: 'numbers', skew: 0 }, columns: [] },
      ),
    )
    if (same === null || other === null) throw new Error('both have a structure')
    const passes = (fidelity: Fidelity) =>
      LIKENESSES.filter((likeness) => demandFidelity(fidelity, likeness).every(({ passed }) => passed))
    expect(passes(same)).toEqual(['faithful', 'varied'])
    expect(passes(other)).toEqual(['varied', 'far'].slice(other.overall < 0.2 ? 1 : 0))
    const [overall] = demandFidelity(other, 'faithful')
    expect(overall?.message).toMatch(
      /^Asked for: faithful\. Most is lost in modality.* Limit: at least 0\.8\.$/,
    )
  })
})
