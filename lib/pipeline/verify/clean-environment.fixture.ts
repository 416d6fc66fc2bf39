import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { newFeedback } from '#lib/domain/feedback.ts'
import { programRuntime } from '#lib/domain/runtime.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { hashOf } from '#lib/pipeline/canonical.ts'
import { readDataFacts } from '#lib/pipeline/data-facts.ts'
import { extractTaskDna } from '#lib/pipeline/extract-task.ts'
import { withOwnSections } from '#lib/pipeline/own-statement.ts'
import { develop } from '#lib/pipeline/roles/developer.ts'
import { freezeTask } from '#lib/pipeline/roles/freeze.ts'
import { operate, renderEvaluator } from '#lib/pipeline/roles/mlops.ts'
import type { JobContext } from '#lib/pipeline/run-job.ts'
import type { FileBytes, FileRefs } from '#lib/pipeline/task-files.ts'
import type { gatherEvidence } from '#lib/pipeline/verify/execute.ts'
import type { RawTrial } from '#lib/pipeline/verify/raw-trial.ts'
import { writeDescription } from '#lib/pipeline/writer.ts'

export type Version = Parameters<typeof gatherEvidence>[1]

export const refsOf = (files: FileBytes): FileRefs =>
  Object.fromEntries(
    Object.entries(files).map(([path, bytes]) => [path, { sha256: hashOf(bytes), bytes: bytes.length }]),
  )

/**
 * A finished environment as the roles make and freeze it, and what the measuring role ran. Throws with the reason
 * where a role refuses the spec.
 */
export async function makeEnvironment(
  context: JobContext & { catalogue: Catalogue },
  spec: Spec,
): Promise<{ version: Version; calibration: RawTrial[] }> {
  const { catalogue, sandbox } = context
  const domain = DOMAINS.find(({ id }) => id === spec.domain.id)
  if (!domain || sandbox.capabilities.kind !== 'available') throw new Error('no domain, or no sandbox')
  const built = await develop(context, spec)
  if (built.kind === 'refused') throw new Error(`developer: ${built.reason}: ${built.message}`)
  const engineContext = { ...context, engineVersion: catalogue.engineVersion }
  const operated = await operate(engineContext, spec, built.files, renderEvaluator(context))
  if (operated.kind === 'refused') throw new Error(`engineer: ${operated.reason}: ${operated.message}`)
  const facts = readDataFacts(spec, built.files)
  const { rows, modality, task, metric, target } = spec
  const told = newFeedback({ rows, thresholds: operated.thresholds })
  const runtime = programRuntime(sandbox.capabilities)
  const statement = withOwnSections(writeDescription(spec, facts, domain, catalogue), {
    feedback: told,
    runtime,
  })
  const description = new TextEncoder().encode(statement)
  const files = { ...built.files, ...operated.files, 'agent/description.md': description }
  const frozen = freezeTask({
    spec,
    // Its own seed, so that whatever is planted in its DNA or its data is all that was lost.
    dna: await extractTaskDna({ modality, task, metric, target: target.name, idColumn: 'id' }, files),
    likeness: 'faithful',
    roles: {},
    facts,
    thresholds: operated.thresholds,
    catalogue,
    seedHash: 'a'.repeat(64),
    runtimeHash: sandbox.capabilities.runtimeHash,
    runtime,
    files: refsOf(files),
  })
  const whole = { ...files, 'task.json': frozen.taskBytes }
  const version = { task: frozen.task, manifest: frozen.manifest, files: whole }
  return { version, calibration: [operated.ladder, operated.inspection] }
}
