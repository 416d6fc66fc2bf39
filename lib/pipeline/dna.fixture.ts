import type { Dna } from '#lib/domain/artefacts/dna.ts'
import { makePlainDna } from '#lib/domain/fidelity/measured-dna.fixture.ts'

/** A plain tabular binary seed; tests change what they are about. */
export const makeDna = (changes: Partial<Dna> = {}): Dna =>
  makePlainDna({ nTrain: 800, mechanismPrior: { ratio: 1 }, ...changes })
