import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { RolePlayer, Task } from '#lib/domain/artefacts/task.ts'
import { withoutOpen } from '#lib/domain/artefacts/told-dna.ts'
import { leftControls } from '#lib/domain/controls.ts'
import { strayed } from '#lib/domain/likeness.ts'
import { isModel, type ModelPlayer, type Players } from '#lib/domain/player.ts'
import type { RoleModel } from '#lib/domain/ports/role-model.ts'
import { ROLES, type Role } from '#lib/domain/vocabulary.ts'
import type { Course } from '#lib/pipeline/course.ts'
import type { DataFacts } from '#lib/pipeline/data-facts.ts'
import { type OwnFacts, withOwnSections } from '#lib/pipeline/own-statement.ts'
import type { Order } from '#lib/pipeline/produce-task.ts'
import type { Prompt, PromptLibrary } from '#lib/pipeline/prompts.ts'
import { develop, type Refusal } from '#lib/pipeline/roles/developer.ts'
import { type EvaluatorWriter, operate, renderEvaluator } from '#lib/pipeline/roles/mlops.ts'
import { developByModel } from '#lib/pipeline/roles/model/model-developer.ts'
import { evaluatorByModel } from '#lib/pipeline/roles/model/model-engineer.ts'
import { planByModel } from '#lib/pipeline/roles/model/model-strategist.ts'
import { describeByModel } from '#lib/pipeline/roles/model/model-writer.ts'
import type { JobContext } from '#lib/pipeline/run-job.ts'
import { hintsOf } from '#lib/pipeline/statement/hints.ts'
import { wordingOf } from '#lib/pipeline/statement/story.ts'
import { isPossible, strategise } from '#lib/pipeline/strategist.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'
import { withInventions } from '#lib/pipeline/with-inventions.ts'
import { writeDescription } from '#lib/pipeline/writer.ts'

/** Who plays, and what a model needs to play with. */
export type RoleAssignment = { players: Players; models: RoleModel; prompts: PromptLibrary }

type PlayedRole = { player: ModelPlayer; prompt: Prompt; repair: number }

/** The model of a role with its prompt; null where the engine plays it. */
export function playedRole(
  { players, prompts }: RoleAssignment,
  role: Role,
  repair: number,
): PlayedRole | null {
  const player = players[role]
  return isModel(player) ? { player, prompt: prompts[role], repair } : null
}

/** Who made a task, as task.json states it: the engine at its version, or a model with the hash of its prompt. */
export function rolePlayers(assignment: RoleAssignment, engineVersion: string): Task['provenance']['roles'] {
  const players = ROLES.map((role): [Role, RolePlayer] => {
    const played = playedRole(assignment, role, 0)
    if (!played) return [role, { kind: 'builtin', engineVersion }]
    return [role, { kind: 'model', model: played.player.model, promptHash: played.prompt.hash }]
  })
  return Object.fromEntries(players)
}

/** The engine plans only what its mechanisms can make; a run that asks for more is refused. */
const noSuchPlan = (left: readonly string[]): Refusal => ({
  kind: 'refused',
  reason: 'cannot-compose',
  message: `The built-in engine has no plan that keeps to the controls of the run: ${left.join(', ')}. Start a run that permits more.`,
})

/** A faithful run wants nothing else than its seed's kind. */
const noFaithfulPlan = (left: readonly string[]): Refusal => ({
  kind: 'refused',
  reason: 'cannot-compose',
  message: `The built-in engine has no mechanism that is faithful to this seed: ${left.join(', ')}. Choose Varied, or have a model play the data strategist.`,
})

export async function playStrategist(
  context: JobContext & { assignment: RoleAssignment },
  order: Order,
  { attempts, told: refused }: Pick<Course, 'attempts' | 'told'>,
): Promise<Spec | Refusal> {
  const { dna, runSeed, ordinal, likeness, controls = {}, secret, catalogue, domains, seedText } = order
  const role = playedRole(context.assignment, 'data-strategist', attempts['data-strategist'])
  const reasons = refused.map(({ reason }) => reason)
  if (!role) {
    const situation = { runSeed, ordinal, likeness, controls, secret, reasons }
    if (!isPossible(catalogue, domains, controls)) return noSuchPlan(['no mechanism is left'])
    const spec = strategise(dna, catalogue, domains, situation)
    const strange = leftControls(controls, spec)
    if (strange.length > 0) return noSuchPlan(strange)
    const left = likeness === 'faithful' ? strayed(withoutOpen(dna), spec) : []
    return left.length === 0 ? spec : noFaithfulPlan(left)
  }
  const brief = { dna, seedText, catalogue, domains, ordinal, likeness, controls, secret, refused }
  return planByModel(context, context.assignment.models, role, brief)
}

export async function playDeveloper(
  context: JobContext & { assignment: RoleAssignment },
  spec: Spec,
  repair: number,
): Promise<{ kind: 'built'; files: FileBytes } | Refusal> {
  const role = playedRole(context.assignment, 'ml-developer', repair)
  return role ? developByModel(context, context.assignment.models, role, spec) : develop(context, spec)
}

export function playEngineer(
  context: JobContext & { assignment: RoleAssignment },
  task: { spec: Spec; files: FileBytes; engineVersion: string },
  repair: number,
): ReturnType<typeof operate> {
  const role = playedRole(context.assignment, 'mlops-engineer', repair)
  const writeEvaluator: EvaluatorWriter = role
    ? (measured) => evaluatorByModel(context, context.assignment.models, role, measured)
    : renderEvaluator(context)
  return operate({ ...context, engineVersion: task.engineVersion }, task.spec, task.files, writeEvaluator)
}

/** The statement; its sections on runtime and feedback are written by the installation, the rest by the role. */
export async function playWriter(
  context: { assignment: RoleAssignment },
  task: { spec: Spec; facts: DataFacts; own: OwnFacts; domain: Domain; order: Order },
  repair: number,
): Promise<{ kind: 'written'; text: string } | Refusal> {
  const { spec, facts, own, domain, order } = task
  const catalogue = withInventions(order.catalogue, spec)
  const role = playedRole(context.assignment, 'technical-writer', repair)
  const written = role
    ? await describeByModel(context.assignment.models, role, {
        spec,
        facts,
        hints: hintsOf({ spec, domain }, catalogue, wordingOf(spec)),
      })
    : { kind: 'written' as const, text: writeDescription(spec, facts, domain, catalogue) }
  if (written.kind === 'refused') return written
  return { kind: 'written', text: withOwnSections(written.text, own) }
}
