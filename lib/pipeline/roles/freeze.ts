import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Manifest } from '#lib/domain/artefacts/manifest.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { Task, TaskEdit, Thresholds } from '#lib/domain/artefacts/task.ts'
import { contractFor } from '#lib/domain/feedback.ts'
import type { Likeness } from '#lib/domain/likeness.ts'
import type { ProgramRuntime } from '#lib/domain/runtime.ts'
import { trimEndOf } from '#lib/domain/scan-text.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import { buildManifest, contentHashOf, encodeTask } from '#lib/packs/task-format.ts'
import { encodeJson, hashOf } from '#lib/pipeline/canonical.ts'
import type { DataFacts } from '#lib/pipeline/data-facts.ts'
import { GENERATOR_SEED } from '#lib/pipeline/engine-jobs.ts'
import type { FileRefs } from '#lib/pipeline/task-files.ts'
import { withInventions } from '#lib/pipeline/with-inventions.ts'

export type FreezeInput = {
  spec: Spec
  dna: Dna
  facts: DataFacts
  thresholds: Thresholds
  catalogue: Catalogue
  seedHash: string
  /** How close the run wished the task to its seed. */
  likeness: Likeness
  runtimeHash: string
  runtime: ProgramRuntime
  /** Who played each role. */
  roles: Task['provenance']['roles']
  /** What people changed by hand on the way, oldest first. */
  edits?: readonly TaskEdit[]
  /** Every file below agent/ and judge/. */
  files: FileRefs
}
export type Frozen = { task: Task; taskBytes: Uint8Array; manifest: Manifest; contentHash: string }

/** Readable and unique: domain and target, then digits of the spec's hash, which the secret keys. */
function slugOf(spec: Spec, specSha256: string): string {
  const name = `${spec.domain.id}-${spec.target.name.replaceAll('_', '-')}`.slice(0, 56)
  return `${trimEndOf(name, '-')}-${specSha256.slice(0, 6)}`
}

/** Builds task.json and MANIFEST.json: no clock, no uuid, so the same content has the same hash. */
export function freezeTask(input: FreezeInput): Frozen {
  const { spec, facts } = input
  const catalogue = withInventions(input.catalogue, spec)
  const specSha256 = hashOf(encodeJson(spec))
  const ids = spec.mechanisms.map((mechanism) => mechanism.id)
  const skills = catalogue.mechanisms.filter((meta) => ids.includes(meta.id)).flatMap((meta) => meta.skills)
  const task: Task = {
    format: 'sandmle-task/1',
    slug: slugOf(spec, specSha256),
    title: spec.title,
    domain: spec.domain,
    modality: spec.modality,
    task: spec.task,
    metric: spec.metric,
    direction: METRIC_FACTS[spec.metric].direction,
    target: spec.target.name,
    classes: facts.classes,
    idColumn: 'id',
    submissionColumns: facts.submissionColumns,
    rows: {
      train: facts.trainRows,
      test: facts.testRows,
      ...(spec.rows.feedback === undefined ? {} : { feedback: spec.rows.feedback }),
    },
    thresholds: input.thresholds,
    calibration: 'ladder',
    feedback: contractFor({ rows: spec.rows, thresholds: input.thresholds }),
    dna: input.dna,
    specSha256,
    generatorSeed: GENERATOR_SEED,
    mechanisms: ids,
    skills: [...new Set(skills)].sort(),
    licence: { data: 'CC-BY-4.0', code: 'Apache-2.0' },
    provenance: {
      seeds: [input.seedHash],
      likeness: input.likeness,
      roles: input.roles,
      ...(input.edits?.length ? { edits: [...input.edits] } : {}),
    },
    runtimeHash: input.runtimeHash,
    runtime: input.runtime,
  }
  return sealTask(task, input.files)
}

/** The task with its manifest over all files, and what they are called by. */
export function sealTask(task: Task, files: FileRefs): Frozen {
  const taskBytes = encodeTask(task)
  const own = { path: 'task.json', bytes: taskBytes.length, sha256: hashOf(taskBytes) }
  const listed = Object.entries(files).map(([path, file]) => ({
    path,
    bytes: file.bytes,
    sha256: file.sha256,
  }))
  const manifest = buildManifest([...listed, own])
  return { task, taskBytes, manifest, contentHash: contentHashOf(manifest) }
}
