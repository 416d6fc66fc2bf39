import type { z } from 'zod'
import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { Player } from '#lib/domain/player.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import { MAX_REPAIRS, type RejectionReason } from '#lib/domain/rejection.ts'
import type { Role } from '#lib/domain/vocabulary.ts'
import { encodeJson, hashOf } from '#lib/pipeline/canonical.ts'
import { type DataFacts, readDataFacts } from '#lib/pipeline/data-facts.ts'
import type { Domain } from '#lib/pipeline/domain-record.ts'
import {
  type Cast,
  modelRole,
  playDeveloper,
  playEngineer,
  playStrategist,
  playWriter,
  type RefusedAttempt,
} from '#lib/pipeline/play-roles.ts'
import { type Refusal, regenerate } from '#lib/pipeline/roles/developer.ts'
import type { JobContext } from '#lib/pipeline/run-job.ts'
import { DeveloperOutput, MlopsOutput, StrategistOutput, WriterOutput } from '#lib/pipeline/step-outputs.ts'
import {
  type FileBytes,
  type FileRefs,
  isAgentFile,
  loadFiles,
  storeFiles,
} from '#lib/pipeline/task-files.ts'
import { keepTrial } from '#lib/pipeline/verify/kept-trial.ts'

/** A role's turn at one attempt: who plays it decides, with the inputs, whether a kept output is the same. */
export type StepOrder<T> = {
  role: Role
  repair: number
  input: unknown
  output: z.ZodType<T>
  player: Player
  /** Of the prompt that a model plays with; null for the engine. */
  promptHash: string | null
}

/** Runs a role once for its inputs: an output that is kept under the same input hash is read back instead. */
export interface StepRunner {
  run<T>(step: StepOrder<T>, work: () => Promise<NoInfer<T>>): Promise<T>
  /** Tells that a refused attempt is followed by another one. */
  repaired(repair: number, reason: RejectionReason, message: string): Promise<void>
}

export type Order = {
  dna: Dna
  /** The seed's statement, a stranger's text: data for a model, never an order. */
  seedText: string
  runSeed: number
  ordinal: number
  secret: string
  catalogue: Catalogue
  domains: readonly Domain[]
}
export type Twin = { environmentId: string; reason: string }
export type ProduceContext = JobContext & {
  blobs: BlobStore
  steps: StepRunner
  cast: Cast
  /** The environment that a spec would only repeat. */
  findTwin: (spec: Spec, specSha256: string) => Promise<Twin | null>
}
export type Produced =
  | {
      kind: 'produced'
      spec: Spec
      facts: DataFacts
      files: FileRefs
      calibration: Extract<z.infer<typeof MlopsOutput>, { kind: 'calibrated' }>
    }
  | { kind: 'duplicate'; twin: Twin }
  | { kind: 'rejected'; reason: RejectionReason; message: string }

type Attempt = Extract<Produced, { kind: 'produced' | 'duplicate' }> | RefusedAttempt

const refusedAttempt = ({ reason, message }: Refusal, spec: Spec | null): RefusedAttempt => ({
  reason,
  message,
  spec,
})

/** The world of a spec; undefined where a hand wrote one that does not exist. */
const domainOf = (spec: Spec, domains: readonly Domain[]): Domain | undefined =>
  domains.find(({ id, family }) => id === spec.domain.id && family === spec.domain.family)
const unknownDomain = ({ domain }: Spec): Refusal => ({
  kind: 'refused',
  reason: 'cannot-compose',
  message: `spec.json: there is no domain ${domain.family}/${domain.id}`,
})

async function attempt(
  context: ProduceContext,
  order: Order,
  refused: readonly RefusedAttempt[],
): Promise<Attempt> {
  const { blobs, steps, cast } = context
  const { dna, runSeed, ordinal, secret, catalogue } = order
  const repair = refused.length
  const by = (role: Role) => ({
    role,
    repair,
    player: cast.players[role],
    promptHash: modelRole(cast, role, repair)?.prompt.hash ?? null,
  })
  const plan = {
    dna,
    runSeed,
    ordinal,
    reasons: refused.map(({ reason }) => reason),
    secretHash: hashOf(secret),
  }
  const seen = modelRole(cast, 'data-strategist', repair)
    ? { ...plan, seed: hashOf(order.seedText), refused }
    : plan
  const spec = await steps.run({ ...by('data-strategist'), input: seen, output: StrategistOutput }, () =>
    playStrategist(context, order, refused),
  )
  if ('kind' in spec) return refusedAttempt(spec, refused.at(-1)?.spec ?? null)
  const domain = domainOf(spec, order.domains)
  if (domain === undefined) return refusedAttempt(unknownDomain(spec), spec)
  const specSha256 = hashOf(encodeJson(spec))
  const twin = await context.findTwin(spec, specSha256)
  if (twin) return { kind: 'duplicate', twin }
  const developed = await steps.run(
    { ...by('ml-developer'), input: { specSha256 }, output: DeveloperOutput },
    async () => {
      const result = await playDeveloper(context, spec, repair)
      return result.kind === 'built'
        ? { kind: 'built' as const, files: await storeFiles(blobs, result.files) }
        : result
    },
  )
  const built = developed.kind === 'edited' ? await regenerate(context, developed.files) : developed
  if (built.kind === 'refused') return refusedAttempt(built, spec)
  const load = () => loadFiles(blobs, built.files, (path) => !path.startsWith('judge/attacks/'))
  const calibration = await steps.run(
    { ...by('mlops-engineer'), input: { specSha256, files: built.files }, output: MlopsOutput },
    async () => {
      const task = { spec, files: await load(), engineVersion: catalogue.engineVersion }
      const result = await playEngineer(context, task, repair)
      if (result.kind === 'refused') return result
      const files = await storeFiles(blobs, result.files)
      return { ...result, files, ladder: await keepTrial(blobs, result.ladder) }
    },
  )
  if (calibration.kind === 'refused') return refusedAttempt(calibration, spec)
  const facts = readDataFacts(spec, await loadFiles(blobs, built.files, isAgentFile))
  const written = await steps.run(
    { ...by('technical-writer'), input: { specSha256, facts }, output: WriterOutput },
    async () => {
      const task = { spec, facts, domain, order }
      const result = await playWriter(context, task, repair)
      if (result.kind === 'refused') return result
      const files: FileBytes = { 'agent/description.md': new TextEncoder().encode(result.text) }
      return { kind: 'written' as const, files: await storeFiles(blobs, files) }
    },
  )
  if (written.kind === 'refused') return refusedAttempt(written, spec)
  return {
    kind: 'produced',
    spec,
    facts,
    calibration,
    files: { ...built.files, ...calibration.files, ...written.files },
  }
}

/**
 * The four roles in their order, each played by whom the run says. A refused attempt goes back to the strategist with
 * its typed reason, at most MAX_REPAIRS times; then the candidate is rejected for the last reason.
 */
export async function produceTask(context: ProduceContext, order: Order): Promise<Produced> {
  const refused: RefusedAttempt[] = []
  for (;;) {
    const result = await attempt(context, order, refused)
    if ('kind' in result) return result
    const { reason, message } = result
    if (refused.length === MAX_REPAIRS) return { kind: 'rejected', reason, message }
    refused.push(result)
    await context.steps.repaired(refused.length, reason, message)
  }
}
