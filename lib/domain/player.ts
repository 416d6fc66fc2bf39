import { z } from 'zod'
import { Line } from '#lib/domain/text.ts'
import { ROLES, type Role } from '#lib/domain/vocabulary.ts'

/** A model that plays a role of a run, reached through a named connection. */
export const ModelPlayer = z.strictObject({
  kind: z.literal('model'),
  connectionId: z.uuid(),
  model: Line.trim().min(1).max(200),
  /** Null leaves it to the provider; some models refuse the parameter. */
  temperature: z.number().min(0).max(2).nullable().default(null),
  maxOutputTokens: z.int().min(256).max(64_000).default(16_000),
})
export type ModelPlayer = z.infer<typeof ModelPlayer>

/** Who plays a role: the built-in engine, or a model. */
export const Player = z.union([z.literal('builtin'), ModelPlayer])
export type Player = z.infer<typeof Player>

export const Players = z.record(z.enum(ROLES), Player)
export type Players = z.infer<typeof Players>

export const BUILTIN_PLAYERS: Players = {
  'data-strategist': 'builtin',
  'ml-developer': 'builtin',
  'mlops-engineer': 'builtin',
  'technical-writer': 'builtin',
}

/** A model that reads the verified versions of a run for its reviewers; its cap is shared evenly by the candidates. */
export const RunReviewer = z.strictObject({ player: ModelPlayer, capMicroUsd: z.int().positive() })
export type RunReviewer = z.infer<typeof RunReviewer>

export const isModel = (player: Player): player is ModelPlayer => player !== 'builtin'
export const modelRoles = (players: Players): Role[] => ROLES.filter((role) => isModel(players[role]))

/** How a step's row names its player: `builtin`, or the model's own name. */
export const playerName = (player: Player): string => (isModel(player) ? player.model : player)

/** Answers that a role may give in one attempt before the attempt is refused: the first and its corrections. */
export const MAX_TURNS = 4
