import type { Manifest } from '#lib/domain/artefacts/manifest.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import { sha256 } from '#lib/packs/digest.ts'
import type { PackTask } from '#lib/packs/layout.ts'
import { buildManifest, encodeTask } from '#lib/packs/task-format.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const ENGINE = 'e'.repeat(64)

/** A small complete task for tests of packs and verbs: a straight line, scored by RMSE. */
export function taskFixture(
  slug: string,
  over: Partial<Task> = {},
): { task: Task; manifest: Manifest; files: Map<string, Uint8Array> } {
  const task: Task = {
    format: 'sandmle-task/1',
    slug,
    title: `Task ${slug}`,
    domain: { family: 'energy', id: 'solar-yield' },
    modality: 'tabular',
    task: 'regression',
    metric: 'rmse',
    direction: 'minimize',
    target: 'yield_kwh',
    classes: null,
    idColumn: 'id',
    submissionColumns: ['yield_kwh'],
    rows: { train: 3, test: 2 },
    thresholds: {
      median: { value: 3, low: 2.9, high: 3.1 },
      bronze: { value: 2, low: 1.9, high: 2.1 },
      silver: { value: 1.5, low: 1.4, high: 1.6 },
      gold: { value: 1, low: 0.9, high: 1.1 },
    },
    calibration: 'ladder',
    feedback: { kind: 'held-out-score', gradings: 3 },
    dna: { rows: 3 },
    specSha256: sha256(slug),
    generatorSeed: 1,
    mechanisms: ['ratio-threshold'],
    skills: ['ratios'],
    licence: { data: 'CC-BY-4.0', code: 'Apache-2.0' },
    provenance: {
      seeds: [sha256(`seed of ${slug}`)],
      roles: { 'ml-developer': { kind: 'builtin', engineVersion: ENGINE } },
    },
    runtimeHash: 'r'.repeat(64),
    ...over,
  }
  const files = new Map<string, Uint8Array>([
    ['task.json', encodeTask(task)],
    ['agent/description.md', encode(`# ${task.title}\n\nPredict the yield.\n`)],
    ['agent/train.csv', encode('id,hours,site,yield_kwh\na1,1,north,2\na2,2,south,4\na3,3,,6\n')],
    ['agent/test.csv', encode('id,hours,site\nb1,4,north\nb2,5,south\n')],
    ['agent/sample_submission.csv', encode('id,yield_kwh\nb1,0\nb2,0\n')],
    ['judge/answer.csv', encode(`id,yield_kwh\nb1,8\nb2,10\n# ${slug}\n`)],
    ['judge/evaluator.py', encode('print("{}")\n')],
    ['judge/generate.py', encode('SECRET = [3735928559, 195935983, 305419896, 2596069104]\n')],
    ['judge/rule.md', encode('twice the hours\n')],
    ['judge/solutions.json', encode('{"format":"sandmle-solutions/1","solutions":[]}\n')],
  ])
  const listed = [...files].map(([path, content]) => ({
    path,
    bytes: content.length,
    sha256: sha256(content),
  }))
  return { task, manifest: buildManifest(listed), files }
}

export function packTaskFixture(
  slug: string,
  split: 'train' | 'validation',
  over: Partial<Task> = {},
): { entry: PackTask; files: Map<string, Uint8Array> } {
  const { task, manifest, files } = taskFixture(slug, over)
  return {
    entry: { slug, split, task, manifest, meta: { certificate: { passed: 'full' }, version: { number: 1 } } },
    files,
  }
}
