import type { ModelPlayer } from '#lib/domain/player.ts'
import type { ModelRole } from '#lib/domain/vocabulary.ts'

export type RoleMessage = { role: 'user' | 'assistant'; text: string }

/** One question to the model that plays a role. `turn` counts the answers of one attempt, `repair` the attempts. */
export type RoleAsk = {
  role: ModelRole
  repair: number
  turn: number
  player: ModelPlayer
  system: string
  messages: readonly RoleMessage[]
  /** The shape of the answer, where it is one JSON object and the server can enforce it. */
  schema: { name: string; schema: Record<string, unknown> } | null
  /** sha256 of the role's prompt files at their version. */
  promptHash: string
}
export type RoleAnswer = {
  text: string
  finishReason: 'stop' | 'length' | 'refusal' | 'other'
  /** The exchange that the answer is kept under. */
  exchangeId: string
}

/**
 * Asks the model of a role and keeps every exchange. The same question of the same candidate is answered from its
 * record: a worker that takes over pays for nothing twice.
 * Throws BudgetReached before a call that could exceed a cap, and ProviderUnavailable when back-off has given up.
 */
export interface RoleModel {
  ask(ask: RoleAsk): Promise<RoleAnswer>
}

/** The next call could exceed the cap of the run or of its connection; it was not made. */
export class BudgetReached extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'BudgetReached'
  }
}

/** The provider refused or failed for good; nothing that the candidate did. */
export class ProviderUnavailable extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ProviderUnavailable'
  }
}
