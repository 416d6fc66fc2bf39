import type { z } from 'zod'
import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import { Spec } from '#lib/domain/artefacts/spec.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import { MAX_REPAIRS, type RejectionReason } from '#lib/domain/rejection.ts'
import type { Role } from '#lib/domain/vocabulary.ts'
import { encodeJson, hashOf } from '#lib/pipeline/canonical.ts'
import { type DataFacts, readDataFacts } from '#lib/pipeline/data-facts.ts'
import type { Domain } from '#lib/pipeline/domain-record.ts'
import { develop } from '#lib/pipeline/roles/developer.ts'
import { operate } from '#lib/pipeline/roles/mlops.ts'
import type { JobContext } from '#lib/pipeline/run-job.ts'
import { DeveloperOutput, MlopsOutput, WriterOutput } from '#lib/pipeline/step-outputs.ts'
import { strategise } from '#lib/pipeline/strategist.ts'
import {
  type FileBytes,
  type FileRefs,
  isAgentFile,
  loadFiles,
  storeFiles,
} from '#lib/pipeline/task-files.ts'
import { keepTrial } from '#lib/pipeline/verify/kept-trial.ts'
import { writeDescription } from '#lib/pipeline/writer.ts'

/** Runs a role once for its inputs: an output that is kept under the same input hash is read back instead. */
export interface StepRunner {
  run<T>(
    step: { role: Role; repair: number; input: unknown; output: z.ZodType<T> },
    work: () => Promise<NoInfer<T>>,
  ): Promise<T>
  /** Tells that a refused attempt is followed by another one. */
  repaired(repair: number, reason: RejectionReason, message: string): Promise<void>
}

export type Order = {
  dna: Dna
  runSeed: number
  ordinal: number
  secret: string
  catalogue: Catalogue
  domains: readonly Domain[]
}
export type ProduceContext = JobContext & {
  blobs: BlobStore
  steps: StepRunner
  isKnownSpec: (specSha256: string) => Promise<boolean>
}
export type Produced =
  | {
      kind: 'produced'
      spec: Spec
      facts: DataFacts
      files: FileRefs
      calibration: Extract<z.infer<typeof MlopsOutput>, { kind: 'calibrated' }>
    }
  | { kind: 'duplicate'; specSha256: string }
  | { kind: 'rejected'; reason: RejectionReason; message: string }

type Refused = { kind: 'refused'; reason: RejectionReason; message: string }
type Attempt = Extract<Produced, { kind: 'produced' | 'duplicate' }> | Refused

async function attempt(
  context: ProduceContext,
  order: Order,
  reasons: readonly RejectionReason[],
): Promise<Attempt> {
  const { blobs, steps } = context
  const { dna, runSeed, ordinal, secret, catalogue, domains } = order
  const repair = reasons.length
  const plan = { dna, runSeed, ordinal, reasons, secretHash: hashOf(secret) }
  const spec = await steps.run({ role: 'data-strategist', repair, input: plan, output: Spec }, async () =>
    strategise(dna, catalogue, domains, { runSeed, ordinal, secret, reasons }),
  )
  const specSha256 = hashOf(encodeJson(spec))
  if (await context.isKnownSpec(specSha256)) return { kind: 'duplicate', specSha256 }
  const built = await steps.run(
    { role: 'ml-developer', repair, input: { specSha256 }, output: DeveloperOutput },
    async () => {
      const result = await develop(context, spec)
      return result.kind === 'built'
        ? { kind: 'built' as const, files: await storeFiles(blobs, result.files) }
        : result
    },
  )
  if (built.kind === 'refused') return built
  const load = () => loadFiles(blobs, built.files, (path) => !path.startsWith('judge/attacks/'))
  const calibration = await steps.run(
    { role: 'mlops-engineer', repair, input: { specSha256, files: built.files }, output: MlopsOutput },
    async () => {
      const result = await operate({ ...context, engineVersion: catalogue.engineVersion }, spec, await load())
      if (result.kind === 'refused') return result
      const files = await storeFiles(blobs, result.files)
      return { ...result, files, ladder: await keepTrial(blobs, result.ladder) }
    },
  )
  if (calibration.kind === 'refused') return calibration
  const facts = readDataFacts(spec, await loadFiles(blobs, built.files, isAgentFile))
  const domain = domains.find(({ id, family }) => id === spec.domain.id && family === spec.domain.family)
  if (!domain)
    throw new Error(`the spec names a domain that does not exist: ${spec.domain.family}/${spec.domain.id}`)
  const written = await steps.run(
    { role: 'technical-writer', repair, input: { specSha256, facts }, output: WriterOutput },
    async () => {
      const files: FileBytes = {
        'agent/description.md': new TextEncoder().encode(writeDescription(spec, facts, domain, catalogue)),
      }
      return { kind: 'written' as const, files: await storeFiles(blobs, files) }
    },
  )
  return {
    kind: 'produced',
    spec,
    facts,
    calibration,
    files: { ...built.files, ...calibration.files, ...written.files },
  }
}

/**
 * The four built-in roles in their order. A refused attempt goes back to the strategist with its typed reason, at most
 * MAX_REPAIRS times; then the candidate is rejected for the last reason.
 */
export async function produceTask(context: ProduceContext, order: Order): Promise<Produced> {
  const reasons: RejectionReason[] = []
  for (;;) {
    const result = await attempt(context, order, reasons)
    if (result.kind !== 'refused') return result
    if (reasons.length === MAX_REPAIRS)
      return { kind: 'rejected', reason: result.reason, message: result.message }
    reasons.push(result.reason)
    await context.steps.repaired(reasons.length, result.reason, result.message)
  }
}
