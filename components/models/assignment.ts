import type { Typed } from '#components/models/usd.ts'
import type { ConnectionView } from '#lib/contracts/connections.ts'
import { BUILTIN_PLAYERS, isModel, type ModelPlayer, type Players } from '#lib/domain/player.ts'
import { ROLES, type Role } from '#lib/domain/vocabulary.ts'

/** Who plays a role, as it appears in the form; an empty connection is the built-in engine. */
export type RoleChoice = { connectionId: string; model: string }
export const BUILTIN: RoleChoice = { connectionId: '', model: '' }

/** The assignment of a run in the form: role by role, or one choice for all. */
export type AssignmentDraft = {
  everyRole: boolean
  shared: RoleChoice
  roles: Record<Role, RoleChoice>
  maxOutputTokens: string
  temperature: string
  cap: string
}

export const choiceOf = (draft: AssignmentDraft, role: Role): RoleChoice =>
  draft.everyRole ? draft.shared : draft.roles[role]

/** The form as it opens: the engine in every role, or the role assignment of an earlier run. */
export function assignmentDraft(players: Players = BUILTIN_PLAYERS, capText = ''): AssignmentDraft {
  const choice = (role: Role): RoleChoice => {
    const player = players[role]
    return isModel(player) ? { connectionId: player.connectionId, model: player.model } : BUILTIN
  }
  const first = ROLES.map((role) => players[role]).find(isModel)
  return {
    everyRole: false,
    shared: BUILTIN,
    roles: {
      'data-strategist': choice('data-strategist'),
      'ml-developer': choice('ml-developer'),
      'mlops-engineer': choice('mlops-engineer'),
      'technical-writer': choice('technical-writer'),
    },
    maxOutputTokens: String(first?.maxOutputTokens ?? 16_000),
    temperature: first?.temperature == null ? '' : String(first.temperature),
    cap: capText,
  }
}

/** A model in a role with what its tokens cost. */
export type AssignedModel = {
  role: Role
  player: ModelPlayer
  connection: ConnectionView
  outputMicroUsd: number
}
/** The draft as the run's players, or the first thing that keeps it from being one. */
export type RoleAssignment =
  | { kind: 'ok'; players: Partial<Record<Role, ModelPlayer>>; models: readonly AssignedModel[]; cap: Typed }
  | { kind: 'incomplete'; reason: string }
