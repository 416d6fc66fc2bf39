import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { Task, TaskEdit } from '#lib/domain/artefacts/task.ts'
import { EVALUATOR, GENERATOR } from '#lib/domain/editable.ts'
import { contractFor, feedbackFacts } from '#lib/domain/feedback.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import { programRuntime } from '#lib/domain/runtime.ts'
import { readDataFacts } from '#lib/pipeline/data-facts.ts'
import { trueStatement } from '#lib/pipeline/produce-task.ts'
import { broken, type Refusal, regenerate } from '#lib/pipeline/roles/developer.ts'
import { type Frozen, sealTask } from '#lib/pipeline/roles/freeze.ts'
import {
  type EngineContext,
  type EvaluatorWriter,
  operate,
  renderEvaluator,
} from '#lib/pipeline/roles/mlops.ts'
import { syntaxProblem } from '#lib/pipeline/roles/parse-program.ts'
import { type FileBytes, type FileRefs, loadFiles, storeFiles } from '#lib/pipeline/task-files.ts'

export type RevisedBase = {
  task: Task
  /** Every file below agent/ and judge/. */
  files: FileRefs
  /** Null where it is not in this installation: then data cannot be made again. */
  spec: Spec | null
}
export type Revised = { kind: 'revised'; frozen: Frozen; files: FileRefs; measured: boolean } | Refusal

type ReviseContext = EngineContext & { blobs: BlobStore; runtimeHash: string }

/**
 * The next version from a person's files over another one. Where the generator changed, its data is made again and the
 * thresholds are measured again, as for a task of a run; where not, what was measured stands. The gates judge it after.
 */
export async function reviseTask(
  context: ReviseContext,
  { task, files, spec }: RevisedBase,
  changes: FileRefs,
  edit: TaskEdit,
): Promise<Revised> {
  for (const [path, { sha256 }] of Object.entries(changes)) {
    const problem = await syntaxProblem(context, path, await context.blobs.get(sha256))
    if (problem !== null) return broken(`${path}, ${problem}`)
  }
  const changed = { ...files, ...changes }
  const made =
    GENERATOR in changes
      ? await remake(context, task, spec, changed, EVALUATOR in changes)
      : { kind: 'kept' as const, task, files: changed }
  if (made.kind === 'refused') return made
  // Of kept data the installation's own sections were held against the one before when the edit was saved.
  const stated =
    made.kind === 'kept'
      ? made.files
      : await trueStatement(context.blobs, made.files, {
          feedback: feedbackFacts(made.task),
          runtime: made.task.runtime,
        })
  const { provenance } = made.task
  const edits = [...(provenance.edits ?? []), edit]
  const next: Task = { ...made.task, provenance: { ...provenance, edits } }
  return {
    kind: 'revised',
    frozen: sealTask(next, stated),
    files: stated,
    measured: made.kind === 'remade',
  }
}

async function remake(
  context: ReviseContext,
  task: Task,
  spec: Spec | null,
  files: FileRefs,
  keepsEvaluator: boolean,
) {
  if (spec === null)
    return broken(
      'its spec is not in this installation, so that its data cannot be made and measured again. Leave judge/generate.py as it is.',
    )
  const built = await regenerate(context, files)
  if (built.kind === 'refused') return built
  const bytes: FileBytes = await loadFiles(
    context.blobs,
    built.files,
    (path) => !path.startsWith('judge/attacks/'),
  )
  const own: EvaluatorWriter = async () => ({
    kind: 'written',
    evaluator: bytes[EVALUATOR] ?? new Uint8Array(),
  })
  const calibrated = await operate(context, spec, bytes, keepsEvaluator ? own : renderEvaluator(context))
  if (calibrated.kind === 'refused') return calibrated
  const facts = readDataFacts(spec, bytes)
  const { thresholds } = calibrated
  const rows = { ...task.rows, train: facts.trainRows, test: facts.testRows }
  return {
    kind: 'remade' as const,
    files: { ...built.files, ...(await storeFiles(context.blobs, calibrated.files)) },
    task: {
      ...task,
      thresholds,
      classes: facts.classes,
      submissionColumns: facts.submissionColumns,
      rows,
      feedback: contractFor({ rows, thresholds }, task.feedback.gradings),
      runtimeHash: context.runtimeHash,
      runtime: programRuntime(context.sandbox.capabilities),
    },
  }
}
