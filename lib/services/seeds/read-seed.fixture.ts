import type { Dna } from '#lib/domain/artefacts/dna.ts'
import { sha256 } from '#lib/packs/digest.ts'
import type { ImportSeedsInput } from '#lib/services/seeds/import-seeds.ts'

const dna: Dna = {
  v: 1,
  modality: 'tabular',
  task: 'binary',
  metric: 'auc',
  nTrain: 10,
  nTest: 5,
  classes: 2,
  joinDepth: 0,
  columnTypes: { numeric: 2, categorical: 0, date: 0, text: 0, path: 0 },
  cardinality: 0,
  missingRate: 0,
  imbalance: 0.5,
  groups: false,
  time: false,
  mechanismPrior: {},
  difficulty: 1,
  family: null,
}
/** A seed as a worker read it from an upload, named and filled by `slug` and `content`. */
export const readSeed = (slug: string, content = slug): ImportSeedsInput['seeds'][number] => ({
  dna,
  profile: null,
  parsed: {
    folder: slug,
    slug,
    title: `Seed ${slug}`,
    modality: 'tabular',
    taskType: 'binary',
    metric: 'auc',
    direction: 'maximize',
    target: 'y',
    idColumn: 'id',
    description: '# Seed',
    source: 'test',
    licence: 'CC0-1.0',
    attribution: '',
    evalOverlap: null,
    files: [{ path: 'train.csv', bytes: 7, sha256: sha256(content) }],
    contentHash: sha256(`seed ${content}`),
  },
})
