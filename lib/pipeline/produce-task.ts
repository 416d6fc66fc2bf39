import type { z } from 'zod'
import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { hasControls, type RunControls } from '#lib/domain/controls.ts'
import { FEEDBACK_ROWS, newFeedback } from '#lib/domain/feedback.ts'
import type { Likeness } from '#lib/domain/likeness.ts'
import type { Player } from '#lib/domain/player.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import type { RejectionReason } from '#lib/domain/rejection.ts'
import { programRuntime } from '#lib/domain/runtime.ts'
import type { Role } from '#lib/domain/vocabulary.ts'
import { decodeText, encodeJson, hashOf } from '#lib/pipeline/canonical.ts'
import {
  type Course,
  type Ended,
  FIRST_COURSE,
  isOwnFault,
  nextCourse,
  type RefusedAttempt,
} from '#lib/pipeline/course.ts'
import { type DataFacts, readDataFacts } from '#lib/pipeline/data-facts.ts'
import { type OwnFacts, withOwnSections } from '#lib/pipeline/own-statement.ts'
import {
  playDeveloper,
  playEngineer,
  playedRole,
  playStrategist,
  playWriter,
  type RoleAssignment,
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
  /** The roles whose output a person edited, and who, of the attempts in which they spoke. */
  editedIn(attempts: Readonly<Record<Role, number>>): Promise<{ role: string; by: string }[]>
  /** Tells that a refused attempt is followed by another one, and with which role that begins. */
  repaired(repair: number, from: Role, refused: Pick<RefusedAttempt, 'reason' | 'message'>): Promise<void>
}

export type Order = {
  dna: Dna
  /** The seed's statement, a stranger's text: data for a model, never an order. */
  seedText: string
  runSeed: number
  ordinal: number
  /** How close the candidate stays to its seed. */
  likeness: Likeness
  /** What else the run asks for. */
  controls?: RunControls
  secret: string
  catalogue: Catalogue
  domains: readonly Domain[]
}
export type Duplicate = { environmentId: string; reason: string }
export type ProduceContext = JobContext & {
  blobs: BlobStore
  steps: StepRunner
  assignment: RoleAssignment
  /** The environment that a spec would only repeat. */
  findDuplicate: (spec: Spec, specSha256: string) => Promise<Duplicate | null>
}
export type Produced =
  | {
      kind: 'produced'
      spec: Spec
      facts: DataFacts
      files: FileRefs
      calibration: Extract<z.infer<typeof MlopsOutput>, { kind: 'calibrated' }>
    }
  | { kind: 'duplicate'; duplicate: Duplicate }
  | { kind: 'rejected'; reason: RejectionReason; message: string }

type Attempt = Extract<Produced, { kind: 'produced' | 'duplicate' }> | Ended

const endedBy = (role: Role, { reason, message }: Refusal, spec: Spec | null): Ended => ({
  role,
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

/** A statement that a person edited at a hold still states runtime and contract as they are. */
export async function trueStatement(blobs: BlobStore, files: FileRefs, own: OwnFacts): Promise<FileRefs> {
  const path = 'agent/description.md'
  const ref = files[path]
  if (ref === undefined) return files
  const text = decodeText(await blobs.get(ref.sha256))
  const told = withOwnSections(text, own)
  if (told === text) return files
  return { ...files, ...(await storeFiles(blobs, { [path]: new TextEncoder().encode(told) })) }
}

async function attempt(context: ProduceContext, order: Order, course: Course): Promise<Attempt> {
  const { blobs, steps, assignment } = context
  const { dna, runSeed, ordinal, likeness, controls = {}, secret, catalogue } = order
  const { attempts, told } = course
  const by = (role: Role) => ({
    role,
    repair: attempts[role],
    player: assignment.players[role],
    promptHash: playedRole(assignment, role, attempts[role])?.prompt.hash ?? null,
  })
  const plan = {
    dna,
    runSeed,
    ordinal,
    // As it was asked before there was a choice.
    ...(likeness === 'varied' ? {} : { likeness }),
    ...(hasControls(controls) ? { controls } : {}),
    reasons: told.map(({ reason }) => reason),
    secretHash: hashOf(secret),
    // A plan of a time before feedback rows is not taken over.
    feedbackRows: FEEDBACK_ROWS,
  }
  const seen = playedRole(assignment, 'data-strategist', attempts['data-strategist'])
    ? { ...plan, seed: hashOf(order.seedText), refused: told }
    : plan
  const spec = await steps.run({ ...by('data-strategist'), input: seen, output: StrategistOutput }, () =>
    playStrategist(context, order, course),
  )
  if ('kind' in spec) return endedBy('data-strategist', spec, told.at(-1)?.spec ?? null)
  const domain = domainOf(spec, order.domains)
  if (domain === undefined) return endedBy('data-strategist', unknownDomain(spec), spec)
  const specSha256 = hashOf(encodeJson(spec))
  const duplicate = await context.findDuplicate(spec, specSha256)
  if (duplicate) return { kind: 'duplicate', duplicate }
  const developed = await steps.run(
    { ...by('ml-developer'), input: { specSha256 }, output: DeveloperOutput },
    async () => {
      const result = await playDeveloper(context, spec, attempts['ml-developer'])
      return result.kind === 'built'
        ? { kind: 'built' as const, files: await storeFiles(blobs, result.files) }
        : result
    },
  )
  const built = developed.kind === 'edited' ? await regenerate(context, developed.files) : developed
  if (built.kind === 'refused') return endedBy('ml-developer', built, spec)
  const load = () => loadFiles(blobs, built.files, (path) => !path.startsWith('judge/attacks/'))
  const calibration = await steps.run(
    { ...by('mlops-engineer'), input: { specSha256, files: built.files }, output: MlopsOutput },
    async () => {
      const task = { spec, files: await load(), engineVersion: catalogue.engineVersion }
      const result = await playEngineer(context, task, attempts['mlops-engineer'])
      if (result.kind === 'refused') return result
      const files = await storeFiles(blobs, result.files)
      const ladder = await keepTrial(blobs, result.ladder)
      return { ...result, files, ladder, inspection: await keepTrial(blobs, result.inspection) }
    },
  )
  if (calibration.kind === 'refused') return endedBy('mlops-engineer', calibration, spec)
  const facts = readDataFacts(spec, await loadFiles(blobs, built.files, isAgentFile))
  const { thresholds } = calibration
  const feedback = newFeedback({ rows: spec.rows, thresholds })
  const own = { feedback, runtime: programRuntime(context.sandbox.capabilities) }
  const written = await steps.run(
    { ...by('technical-writer'), input: { specSha256, facts, feedback }, output: WriterOutput },
    async () => {
      const task = { spec, facts, own, domain, order }
      const result = await playWriter(context, task, attempts['technical-writer'])
      if (result.kind === 'refused') return result
      const files: FileBytes = { 'agent/description.md': new TextEncoder().encode(result.text) }
      return { kind: 'written' as const, files: await storeFiles(blobs, files) }
    },
  )
  if (written.kind === 'refused') return endedBy('technical-writer', written, spec)
  const statement = await trueStatement(blobs, written.files, own)
  return {
    kind: 'produced',
    spec,
    facts,
    calibration,
    files: { ...built.files, ...calibration.files, ...statement },
  }
}

/** Nobody's words are replaced by a machine's: what was built from an edit and refused ends there. */
const stopsBecauseOf = ({ role, by }: { role: string; by: string }): string =>
  `built from what ${by} edited after the ${role}; an edit is never replaced, so the candidate stops here`

/**
 * The four roles in their order, each played by whom the run says. A role that gives no usable answer is asked again by
 * itself; any other refusal goes back to the strategist with its typed reason. After MAX_REPAIRS further attempts, or
 * two that ended in the same way, the candidate is rejected for the last reason. A plan or program that a person edited
 * is never replaced: a refusal of it rejects the candidate at once.
 */
export async function produceTask(context: ProduceContext, order: Order): Promise<Produced> {
  const isPlannedByModel = playedRole(context.assignment, 'data-strategist', 0) !== null
  for (let course = FIRST_COURSE; ; ) {
    const result = await attempt(context, order, course)
    if ('kind' in result) return result
    const { reason, message } = result
    // Asking one role again leaves the others' work, and so every edit of it, as it is.
    const [edit] = isOwnFault(result) ? [] : await context.steps.editedIn(course.attempts)
    if (edit) return { kind: 'rejected', reason, message: `${message} (${stopsBecauseOf(edit)})` }
    const next = nextCourse(course, result, isPlannedByModel)
    if (next.kind === 'stop') return { kind: 'rejected', reason, message: next.message }
    course = next.course
    await context.steps.repaired(course.number, next.from, result)
  }
}
