import type { z } from 'zod'
import { Prices } from '#lib/contracts/connections.ts'
import type { StartRunInput } from '#lib/contracts/runs.ts'
import type { Tx } from '#lib/db/client.ts'
import { type AppError, invalid } from '#lib/domain/errors.ts'
import type { ModelPrices } from '#lib/domain/model-cost.ts'
import { stored } from '#lib/domain/parse.ts'
import { BUILTIN_PLAYERS, isModel, type ModelPlayer, modelRoles, type Players } from '#lib/domain/player.ts'
import type { ModelRole, Role } from '#lib/domain/vocabulary.ts'

type Input = Pick<z.output<typeof StartRunInput>, 'players' | 'capMicroUsd'>

const refusal = (role: ModelRole, message: string): AppError =>
  invalid(message, { fields: { [role === 'reviewer' ? role : `players.${role}`]: [message] } })

/** All four roles: those that are not named are the engine's. */
export function completePlayers(named: Input['players']): Players {
  const given = Object.entries(named).filter(([, player]) => player !== undefined)
  return { ...BUILTIN_PLAYERS, ...Object.fromEntries(given) }
}

/** @throws AppError for a connection that is gone or disabled, or a model without a price: a cap needs one. */
export async function requireUsable(tx: Tx, role: ModelRole, player: ModelPlayer): Promise<ModelPrices> {
  const connection = await tx.connection.findUnique({
    where: { id: player.connectionId },
    select: { name: true, disabledAt: true, prices: true },
  })
  if (connection === null) throw refusal(role, `No connection ${player.connectionId}.`)
  const { name, disabledAt, prices } = connection
  if (disabledAt !== null) throw refusal(role, `The connection ${name} is disabled; the owner can enable it.`)
  const price = new Map(
    Object.entries(stored(Prices, prices, `prices of connection ${player.connectionId}`)),
  ).get(player.model)
  if (price === undefined)
    throw refusal(
      role,
      `The connection ${name} has no price for ${player.model}. Set one first; 0 is the price of a server of your own.`,
    )
  return price
}

/** A model that plays a role, with its price. */
export type Priced = { role: Role; player: ModelPlayer; prices: ModelPrices }

/** The models among the players. @throws AppError for a connection that cannot be used, or a model without a price. */
export async function pricedModels(tx: Tx, players: Players): Promise<Priced[]> {
  const priced: Priced[] = []
  for (const role of modelRoles(players)) {
    const player = players[role]
    if (isModel(player)) priced.push({ role, player, prices: await requireUsable(tx, role, player) })
  }
  return priced
}

/**
 * Who plays each role, and under which cap. A model needs a connection that is in use and a price, because a cap over
 * unknown costs holds nothing. Without a model there is nothing to cap.
 */
export async function choosePlayers(
  tx: Tx,
  input: Input,
): Promise<{ players: Players; capMicroUsd: number | null }> {
  const players = completePlayers(input.players)
  if ((await pricedModels(tx, players)).length === 0) return { players, capMicroUsd: null }
  if (input.capMicroUsd === null) {
    const message = 'A run in which a model plays needs a cap: the most that it may cost.'
    throw invalid(message, { fields: { capMicroUsd: [message] } })
  }
  return { players, capMicroUsd: input.capMicroUsd }
}
