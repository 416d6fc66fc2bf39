import type { Dna } from '#lib/domain/artefacts/dna.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
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
