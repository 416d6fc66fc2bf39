import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { type Situation, strategise } from '#lib/pipeline/strategist.ts'

/** The situation of one candidate of a varied run that was not refused yet. */
export const situation = (ordinal: number, changes: Partial<Situation> = {}): Situation => ({
  runSeed: 7,
  likeness: 'varied',
  ordinal,
  secret: '0123456789abcdef0123456789abcdef',
  reasons: [],
  ...changes,
})
/** The plan of that candidate, in the small catalogue. */
export const plan = (dna: Dna, ordinal: number, changes: Partial<Situation> = {}) =>
  strategise(dna, CATALOGUE, DOMAINS, situation(ordinal, changes))

/** Plans of a seed under one run seed, ordinal by ordinal. */
export const many = (dna: Dna, count = 60) =>
  Array.from({ length: count }, (_, ordinal) => plan(dna, ordinal))
/** Share of the plans that a test holds for. */
export const share = (specs: readonly Spec[], test: (spec: Spec) => boolean) =>
  specs.filter(test).length / specs.length

/** One seed each of some modalities. */
export const SEEDS: Dna[] = [
  makeDna(),
  makeDna({ modality: 'image', task: 'multiclass', metric: 'accuracy', classes: 10 }),
  makeDna({ modality: 'text', task: 'multiclass', metric: 'multi-log-loss', classes: 4 }),
  makeDna({ modality: 'series', task: 'regression', metric: 'mae', classes: null, imbalance: null }),
  makeDna({
    modality: 'join',
    task: 'regression',
    metric: 'rmsle',
    classes: null,
    imbalance: null,
    joinDepth: 2,
  }),
]
