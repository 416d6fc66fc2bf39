import { Dna } from '#lib/domain/artefacts/dna.ts'

/** A plain tabular binary seed; tests change what they are about. */
export const makeDna = (changes: Partial<Dna> = {}): Dna =>
  Dna.parse({
    v: 1,
    modality: 'tabular',
    task: 'binary',
    metric: 'auc',
    nTrain: 800,
    nTest: 400,
    classes: 2,
    joinDepth: 0,
    columnTypes: { numeric: 6, categorical: 2, date: 0, text: 0, path: 0 },
    cardinality: 4,
    missingRate: 0.03,
    imbalance: 0.3,
    groups: false,
    time: false,
    mechanismPrior: { ratio: 1 },
    difficulty: 1,
    family: null,
    ...changes,
  })
