import type { Task } from '#lib/domain/artefacts/task.ts'
import { buildManifest, contentHashOf, encodeTask } from '#lib/packs/task-format.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { storeFiles } from '#lib/pipeline/task-files.ts'
import type { Deps } from '#workers/deps.ts'

const at = (value: number) => ({ value, low: value, high: value })

/** A small valid task; AUC, gold from 0.85. */
export const TASK: Task = {
  format: 'sandmle-task/1',
  slug: 'cave-drip-active-abc123',
  title: 'Cave drip site: Active',
  domain: { family: 'earth', id: 'cave-drip' },
  modality: 'tabular',
  task: 'binary',
  metric: 'auc',
  direction: 'maximize',
  target: 'y',
  classes: ['0', '1'],
  idColumn: 'id',
  submissionColumns: ['y'],
  rows: { train: 60, test: 20 },
  thresholds: { median: at(0.7), bronze: at(0.75), silver: at(0.8), gold: at(0.85) },
  calibration: 'ladder',
  feedback: { kind: 'held-out-score', gradings: 20 },
  dna: makeDna(),
  specSha256: '5'.repeat(64),
  generatorSeed: 0,
  mechanisms: ['ratio-threshold'],
  skills: ['features'],
  licence: { data: 'CC-BY-4.0', code: 'Apache-2.0' },
  provenance: { seeds: ['a'.repeat(64)], roles: {} },
  runtimeHash: 'r',
}

/** Inserts a verified version with stored files; returns its id. */
export async function insertVersion(deps: Pick<Deps, 'db' | 'blobs'>): Promise<string> {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const refs = await storeFiles(deps.blobs, {
    'task.json': encodeTask(TASK),
    'agent/description.md': bytes('# Cave drip\n'),
    'judge/answer.csv': bytes('id,y\na,1\n'),
  })
  const manifest = buildManifest(Object.entries(refs).map(([path, file]) => ({ path, ...file })))
  const environment = await deps.db.environment.create({ data: { slug: TASK.slug, title: TASK.title } })
  const words = { modality: 'tabular', taskType: 'binary', metric: 'auc', direction: 'maximize' } as const
  const version = await deps.db.version.create({
    data: {
      ...words,
      environmentId: environment.id,
      number: 1,
      contentHash: contentHashOf(manifest),
      status: 'verified',
      authorId: 'a',
      editorId: 'a',
      title: TASK.title,
      domain: 'earth/cave-drip',
      runtimeHash: 'r',
      engineVersion: 'e'.repeat(64),
      specSha256: TASK.specSha256,
      task: JSON.parse(JSON.stringify(TASK)) as object,
      manifest: JSON.parse(JSON.stringify(manifest)) as object,
    },
  })
  return version.id
}
