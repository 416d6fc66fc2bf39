import { Solutions } from '#lib/domain/artefacts/solutions.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { GENERATOR, isGenerated } from '#lib/domain/editable.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import type { RejectionReason } from '#lib/domain/rejection.ts'
import { policyProblem } from '#lib/domain/solution-policy.ts'
import { encodeJson } from '#lib/pipeline/canonical.ts'
import { composeJob, GENERATOR_SEED, generateJob } from '#lib/pipeline/engine-jobs.ts'
import type { ScoreReport } from '#lib/pipeline/engine-results.ts'
import { failureOf, type JobContext, jsonFile, runJob } from '#lib/pipeline/run-job.ts'
import { type FileBytes, type FileRefs, loadFiles, storeFiles } from '#lib/pipeline/task-files.ts'

export type Refusal = {
  kind: 'refused'
  reason: RejectionReason
  message: string
  /** What programs and ladder scored before it was refused. */
  scores?: ScoreReport | undefined
}

export const broken = (message: string): Refusal => ({ kind: 'refused', reason: 'broken', message })

/** Files of a folder that a job brought back, with another prefix. */
export const moved = (files: FileBytes, from: string, to: string): FileBytes =>
  Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => path.startsWith(from))
      .map(([path, bytes]) => [to + path.slice(from.length), bytes]),
  )

/**
 * The built-in ML developer: composes the task's programs from the spec, then runs the generator once.
 * A spec that cannot be composed is the strategist's to redraw; a generator that fails is the engine's bug.
 */
export async function develop(
  context: JobContext,
  spec: Spec,
): Promise<{ kind: 'built'; files: FileBytes } | Refusal> {
  const composed = await runJob(context, composeJob(encodeJson(spec)))
  if (composed.status !== 'ok')
    return { kind: 'refused', reason: 'cannot-compose', message: failureOf(composed) }
  const loose = policyProblem(Solutions.parse(jsonFile(composed, 'out/solutions.json')).solutions)
  if (loose) return broken(`solutions.json: ${loose}`)
  const generator = composed.files['out/generate.py']
  if (generator === undefined) return broken('compose wrote no generate.py')
  return generateData(context, generator, moved(composed.files, 'out/', 'judge/'))
}

/** Runs a generator once and puts its data beside the programs. */
async function generateData(
  context: JobContext,
  generator: Uint8Array,
  programs: FileBytes,
): Promise<{ kind: 'built'; files: FileBytes } | Refusal> {
  const generated = await runJob(context, generateJob(generator, GENERATOR_SEED, 1))
  if (generated.status !== 'ok') return broken(`generate.py: ${failureOf(generated)}`)
  const lost = Object.entries(generated.refused)[0]
  if (lost) return broken(`generate.py: ${lost[0]} ${lost[1]}`)
  return { kind: 'built', files: { ...programs, ...moved(generated.files, 'data/', '') } }
}

/** Makes the data again after a person changed the generator; what the old one wrote is dropped. */
export async function regenerate(
  context: JobContext & { blobs: BlobStore },
  files: FileRefs,
): Promise<{ kind: 'built'; files: FileRefs } | Refusal> {
  const programs = await loadFiles(context.blobs, files, (path) => !isGenerated(path))
  const generator = programs[GENERATOR]
  if (generator === undefined) return broken('there is no generate.py')
  const made = await generateData(context, generator, programs)
  return made.kind === 'refused' ? made : { ...made, files: await storeFiles(context.blobs, made.files) }
}
