import { Dna } from '#lib/domain/artefacts/dna.ts'
import type { ColumnKind, ColumnShape, Structure } from '#lib/domain/artefacts/structure.ts'
import type { Measured } from '#lib/domain/fidelity/compare.ts'

export const shapeOf = (kind: ColumnKind, changes: Partial<ColumnShape> = {}): ColumnShape => ({
  kind,
  levels: 4,
  missing: 0,
  skew: kind === 'numeric' ? 0.1 : null,
  dependence: 0.3,
  monotone: null,
  ...changes,
})

/** A plain tabular task with two classes; tests change what they are about. */
export const makePlainDna = (changes: Partial<Dna> = {}): Dna =>
  Dna.parse({
    v: 1,
    modality: 'tabular',
    task: 'binary',
    metric: 'auc',
    nTrain: 180,
    nTest: 400,
    classes: 2,
    joinDepth: 0,
    columnTypes: { numeric: 6, categorical: 2, date: 0, text: 0, path: 0 },
    cardinality: 4,
    missingRate: 0.03,
    imbalance: 0.3,
    groups: false,
    time: false,
    mechanismPrior: {},
    difficulty: 1,
    family: null,
    ...changes,
  })

/** The same with its structure measured. */
export function makeMeasuredDna(changes: Partial<Dna> = {}, structure: Partial<Structure> = {}): Measured {
  return {
    ...makePlainDna(changes),
    structure: {
      columns: [shapeOf('numeric'), shapeOf('numeric'), shapeOf('categorical')],
      target: { kind: 'classes', shares: [0.7, 0.3] },
      joins: [],
      picture: null,
      text: null,
      ...structure,
    },
  }
}
